"""Models of the libraries, other than TensorFlow, that scripts use."""
