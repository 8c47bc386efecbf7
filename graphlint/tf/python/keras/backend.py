"""What `tensorflow.python.keras.backend` holds: gathered from the modules of each family. Not here: local convolutions."""

from __future__ import annotations

from graphlint.tf.reexport import collect

from . import (
    backend_bias,
    backend_config,
    backend_ctc,
    backend_math,
    backend_normalization,
    backend_state,
    cross_entropies,
    image_formats,
    recurrent_loop,
    state,
    train_phase,
)
from . import learning_phase as phases
from .engine.input_layer import placeholder as placeholder
from .state import unique_object_name as unique_object_name

collect(globals(), backend_bias, backend_config, backend_ctc, backend_math, backend_normalization, backend_state,
        cross_entropies, image_formats, phases, recurrent_loop, train_phase)

symbolic_learning_phase = phases.learning_phase
eval = get_value = backend_state.get_value  # noqa: A001 - Keras's name
get_uid = backend_state.get_uid
_ALIASES = (
    "abs pow round cast equal not_equal sigmoid sqrt clip relu elu hard_sigmoid mean batch_dot concatenate "
    "repeat_elements resize_images int_shape"
)
for _name in _ALIASES.split():
    globals()[_name] = vars(backend_math)[_name]


def reset_uids() -> None:
    """Names count from the start."""
    state.name_counters().clear()


def _get_available_gpus() -> list[str]:
    """None: the graph is that of a machine without GPUs."""
    return []
