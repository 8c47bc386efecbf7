"""What TensorFlow defines in tf.contrib.slim itself: partial layers and summaries."""

from graphlint.tf.contrib.layers.python.layers.layers import elu as elu
from graphlint.tf.contrib.layers.python.layers.layers import legacy_linear as legacy_linear
from graphlint.tf.contrib.layers.python.layers.layers import legacy_relu as legacy_relu
from graphlint.tf.contrib.layers.python.layers.layers import linear as linear
from graphlint.tf.contrib.layers.python.layers.layers import relu as relu
from graphlint.tf.contrib.layers.python.layers.layers import relu6 as relu6
from graphlint.tf.contrib.layers.python.layers.summaries import summarize_biases as summarize_biases
from graphlint.tf.contrib.layers.python.layers.summaries import summarize_variables as summarize_variables
from graphlint.tf.contrib.layers.python.layers.summaries import summarize_weights as summarize_weights
