"""MultiWorkerMirroredStrategy without a cluster: one worker, one replica (distribute/collective_all_reduce_strategy.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed

from .device_util import canonicalize
from .distribute_lib import StrategyV1
from .mirrored_strategy import MirroredExtended


@exposed
class CollectiveAllReduceExtended(MirroredExtended):
    copies_what_it_reads = True


@exposed
class CollectiveAllReduceStrategyV1(StrategyV1):
    """Each worker would hold its own variables; of several nothing is known here."""

    def __init__(self, communication: Any = None, cluster_resolver: Any = None) -> None:
        super().__init__(CollectiveAllReduceExtended(self, canonicalize("/device:CPU:0")))


CollectiveAllReduceStrategy = CollectiveAllReduceStrategyV1
