"""Queues, barriers, accumulators, staging areas (ops/data_flow_ops.py), gathered; the rest are generated ops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphlint.tf.reexport import collect, inherited

from . import data_flow_accumulators, data_flow_queues, data_flow_staging

if TYPE_CHECKING:  # the checker does not see what `collect` puts here
    from .data_flow_accumulators import *  # noqa: F403
    from .data_flow_queues import *  # noqa: F403
    from .data_flow_staging import *  # noqa: F403

collect(globals(), data_flow_accumulators, data_flow_queues, data_flow_staging)


def __getattr__(name: str) -> Any:
    return inherited("tensorflow.python.ops.data_flow_ops", name)
