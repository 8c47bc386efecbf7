"""What `tensorflow.python.ops.rnn_cell_impl` holds: re-exports from the modules of each kind of cell."""

from __future__ import annotations

from .rnn_cell_wrappers import CellWrapper as _RNNCellWrapperV1  # noqa: F401 - TensorFlow's own name
from .rnn_cell_wrappers import DeviceWrapper as DeviceWrapper
from .rnn_cell_wrappers import DropoutWrapper as DropoutWrapper
from .rnn_cell_wrappers import MultiRNNCell as MultiRNNCell
from .rnn_cell_wrappers import ResidualWrapper as ResidualWrapper
from .rnn_cells import BasicRNNCell as BasicRNNCell
from .rnn_cells import GRUCell as GRUCell
from .rnn_cells import LayerRNNCell as LayerRNNCell
from .rnn_cells import RNNCell as RNNCell
from .rnn_cells_lstm import BasicLSTMCell as BasicLSTMCell
from .rnn_cells_lstm import LSTMCell as LSTMCell
from .rnn_cells_lstm import LSTMStateTuple as LSTMStateTuple
from .rnn_states import assert_like_rnncell as assert_like_rnncell
from .rnn_states import concat_shape as _concat  # noqa: F401 - TensorFlow's own name
from .rnn_states import zero_state_tensors as _zero_state_tensors  # noqa: F401 - TensorFlow's own name

_BIAS_VARIABLE_NAME = "bias"
_WEIGHTS_VARIABLE_NAME = "kernel"
