"""tf.contrib.cudnn_rnn in Python."""
