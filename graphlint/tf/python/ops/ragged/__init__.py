"""Models of tensorflow.python.ops.ragged."""
