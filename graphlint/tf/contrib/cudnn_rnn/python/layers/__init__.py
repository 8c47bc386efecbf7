"""The layers of tf.contrib.cudnn_rnn."""
