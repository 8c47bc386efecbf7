"""Models of tensorflow.python.ops.signal."""
