"""Models of tensorflow.python.compat."""
