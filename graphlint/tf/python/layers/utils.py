"""What layers share (layers/utils.py): arguments as Keras's layers normalize them, conditions that may be known."""

from __future__ import annotations

from graphlint.tf.python.keras.utils.conv_utils import conv_output_length as conv_output_length
from graphlint.tf.python.keras.utils.conv_utils import convert_data_format as convert_data_format
from graphlint.tf.python.keras.utils.conv_utils import normalize_data_format as normalize_data_format
from graphlint.tf.python.keras.utils.conv_utils import normalize_padding as normalize_padding
from graphlint.tf.python.keras.utils.conv_utils import normalize_tuple as normalize_tuple
from graphlint.tf.python.keras.utils.tf_utils import constant_value as constant_value
from graphlint.tf.python.keras.utils.tf_utils import smart_cond as smart_cond
