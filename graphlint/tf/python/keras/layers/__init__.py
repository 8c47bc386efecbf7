"""Models of `tensorflow.python.keras.layers`."""
