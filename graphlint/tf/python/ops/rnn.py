"""What `tensorflow.python.ops.rnn` holds: re-exports from the modules of each kind of rnn."""

from __future__ import annotations

from .rnn_dynamic import bidirectional_dynamic_rnn as bidirectional_dynamic_rnn
from .rnn_dynamic import dynamic_rnn as dynamic_rnn
from .rnn_raw import raw_rnn as raw_rnn
from .rnn_states import concat_shape as _concat  # noqa: F401 - TensorFlow's own name
from .rnn_static import static_bidirectional_rnn as static_bidirectional_rnn
from .rnn_static import static_rnn as static_rnn
from .rnn_static import static_state_saving_rnn as static_state_saving_rnn
from .rnn_steps import batch_size_of as _best_effort_input_batch_size  # noqa: F401 - TensorFlow's own name
from .rnn_steps import state_dtype as _infer_state_dtype  # noqa: F401 - TensorFlow's own name
from .rnn_steps import transpose_batch_time as _transpose_batch_time  # noqa: F401 - TensorFlow's own name
