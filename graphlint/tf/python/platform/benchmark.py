"""Benchmarks (platform/benchmark.py): they are not run."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown


@exposed
class TensorFlowBenchmark:
    """`tf.test.Benchmark`."""

    def report_benchmark(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is measured."""

    def run_op_benchmark(self, sess: Any, op_or_tensor: Any, feed_dict: Any = None, *args: Any, **kwargs: Any) -> Any:
        sess.run(op_or_tensor, feed_dict=feed_dict)
        return Unknown("how long ops take", text="run_op_benchmark(...)")


Benchmark = TensorFlowBenchmark
