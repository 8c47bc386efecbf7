"""What a real TensorFlow release says: recorded facts, goldens, and graphlint's score against them."""
