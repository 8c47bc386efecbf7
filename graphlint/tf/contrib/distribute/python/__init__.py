"""See graphlint.tf: this folder mirrors TensorFlow's own."""
