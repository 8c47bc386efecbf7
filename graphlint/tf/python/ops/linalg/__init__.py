"""Models of tensorflow.python.ops.linalg."""
