"""tf.contrib.cudnn_rnn: recurrent layers that run on cuDNN."""
