"""TensorFlow's Python API as it builds graphs, in a tree that mirrors TensorFlow's own paths."""
