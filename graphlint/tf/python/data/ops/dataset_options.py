"""tf.data.Options: what rewrites TensorFlow puts around a dataset (dataset_ops.Options, experimental/ops/*_options.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphlint.sandbox.exposed import exposed

_SWITCHED_ON = ("map_and_batch_fusion", "noop_elimination", "shuffle_and_repeat_fusion")
_OPTIMIZATIONS = ("filter_fusion", "filter_with_random_uniform_fusion", "hoist_random_uniform", "map_and_filter_fusion",
                  "map_parallelization", "map_fusion", "parallel_batch", *_SWITCHED_ON)


@exposed
class _OptionSet:
    """Named options, None where a script set nothing."""

    names: tuple[str, ...] = ()

    def __init__(self) -> None:
        for name in self.names:
            setattr(self, name, None)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.names:
            raise AttributeError(f"Cannot set the property {name} on {type(self).__name__}.")
        object.__setattr__(self, name, value)

    if TYPE_CHECKING:
        def __getattr__(self, name: str) -> Any:
            """One of `names`."""

    def merge(self, other: Any) -> Any:
        """Options of both. ValueError where they set one to different values, TypeError for what are no such options."""
        if not isinstance(other, type(self)):
            raise TypeError(f"Incompatible options type: {type(other)!r} vs {type(self)!r}")
        merged = type(self)()
        for name in self.names:
            one, two = getattr(self, name), getattr(other, name)
            if isinstance(one, _OptionSet) and isinstance(two, _OptionSet):
                setattr(merged, name, one.merge(two))
            elif one is not None and two is not None and one != two:
                raise ValueError(f"Cannot merge incompatible values of option: {name}")
            else:
                setattr(merged, name, one if two is None else two)
        return merged


class MapVectorizationOptions(_OptionSet):
    names = ("enabled", "use_choose_fastest")


class OptimizationOptions(_OptionSet):
    names = ("apply_default_optimizations", "autotune", "autotune_algorithm", "autotune_buffers", "autotune_cpu_budget",
             "map_vectorization", *_OPTIMIZATIONS)

    def __init__(self) -> None:
        super().__init__()
        self.map_vectorization = MapVectorizationOptions()

    def enabled(self) -> list[str]:
        """The rewrites that are on, in TensorFlow's order."""
        found = {name for name in _OPTIMIZATIONS if getattr(self, name)}
        if self.apply_default_optimizations is not False:
            found.update(name for name in _SWITCHED_ON if getattr(self, name) is not False)
        if self.map_vectorization is not None and self.map_vectorization.enabled:
            found.add("map_vectorization")
        if self.tunes and self.autotune_buffers:
            found.add("inject_prefetch")
        return sorted(found)

    @property
    def tunes(self) -> bool:
        return self.autotune is not False

    def configs(self) -> list[str]:
        vectorization = self.map_vectorization
        if vectorization is None:
            return []
        return [f"map_vectorization:use_choose_fastest:{'true' if vectorization.use_choose_fastest else 'false'}"]


class ThreadingOptions(_OptionSet):
    names = ("max_intra_op_parallelism", "private_threadpool_size")


class StatsOptions(_OptionSet):
    names = ("aggregator", "prefix", "counter_prefix", "latency_all_edges")


class DistributeOptions(_OptionSet):
    names = ("auto_shard_policy", "auto_shard", "num_devices")


class Options(_OptionSet):
    names = ("experimental_deterministic", "experimental_distribute", "experimental_optimization", "experimental_slack",
             "experimental_stats", "experimental_threading", "experimental_stateful_whitelist")

    def __init__(self) -> None:
        super().__init__()
        self.experimental_optimization = OptimizationOptions()
        self.experimental_threading = ThreadingOptions()
        self.experimental_stats = StatsOptions()
        self.experimental_distribute = DistributeOptions()

    def optimizations(self) -> list[str]:
        found = self.experimental_optimization.enabled()
        if self.experimental_deterministic is False:
            found.append("make_sloppy")
        if self.experimental_slack:
            found.append("slack")
        return found

    def configs(self) -> list[str]:
        """Settings of the rewrites."""
        found = self.experimental_optimization.configs()
        if self.experimental_slack:
            found.append(f"slack:slack_period:{self.experimental_distribute.num_devices or 1}")
        return found
