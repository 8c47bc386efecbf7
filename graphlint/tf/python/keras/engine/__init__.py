"""Models of `tensorflow.python.keras.engine`."""
