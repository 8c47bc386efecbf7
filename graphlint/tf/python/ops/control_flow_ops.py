"""What `tensorflow.python.ops.control_flow_ops` holds: re-exports from the modules of each family."""

from __future__ import annotations

from typing import Any

from graphlint.tf.reexport import inherited

from .control_flow_assert import Assert as Assert
from .control_flow_case import case as case
from .control_flow_case import case_v2 as case_v2
from .control_flow_case import switch_case as switch_case
from .control_flow_cond import cond as cond
from .control_flow_cond import cond_for_tf_v2 as cond_for_tf_v2
from .control_flow_contexts import CondContext as CondContext
from .control_flow_contexts import ControlFlowContext as ControlFlowContext
from .control_flow_primitives import exit as exit
from .control_flow_primitives import merge as merge
from .control_flow_primitives import next_iteration as _NextIteration  # noqa: F401, N812 - TensorFlow's own name
from .control_flow_primitives import switch as switch
from .control_flow_primitives import switch_ref_or_tensor as _SwitchRefOrTensor  # noqa: F401, N812
from .control_flow_while import while_loop as while_loop
from .control_flow_while import while_loop_v2 as while_loop_v2
from .control_flow_while_context import WhileContext as WhileContext
from .dependencies import group as group
from .dependencies import identity_of as _Identity  # noqa: F401, N812 - TensorFlow's own name
from .dependencies import no_op as no_op
from .dependencies import tuple as tuple
from .dependencies import tuple_v2 as tuple_v2
from .dependencies import with_dependencies as with_dependencies


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.control_flow_ops", name)
