"""Models of tensorflow.python.eager: graph mode only."""
