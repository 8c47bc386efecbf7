"""The ops and saveables of tf.contrib.cudnn_rnn."""
