"""What `tensorflow.python.ops.data_flow_ops` holds: queues and the generated ops. Not here: barriers, staging areas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphlint.tf.reexport import collect, inherited

from . import data_flow_queues

if TYPE_CHECKING:  # the checker does not see what `collect` puts here
    from .data_flow_queues import *  # noqa: F403

collect(globals(), data_flow_queues)


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.data_flow_ops", name)
