"""Models of `tensorflow.python.keras.utils`."""
