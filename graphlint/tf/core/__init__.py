"""TensorFlow's own protocol buffers, as far as their values decide what is built."""
