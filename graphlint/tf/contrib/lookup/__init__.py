"""Models of tensorflow.contrib.lookup."""
