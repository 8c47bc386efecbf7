"""A runner that feeds what it enqueues (estimator/inputs/queues/feeding_queue_runner.py); it never runs."""

from __future__ import annotations

from graphlint.tf.python.training.queue_runner_impl import QueueRunner


class _FeedingQueueRunner(QueueRunner):
    """A queue runner whose ops need feeds."""
