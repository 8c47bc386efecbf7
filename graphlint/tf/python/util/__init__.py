"""Models of tensorflow.python.util."""
