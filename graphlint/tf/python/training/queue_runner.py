"""What `tensorflow.python.training.queue_runner` holds; the models are in queue_runner_impl."""

from __future__ import annotations

from .queue_runner_impl import QueueRunner as QueueRunner
from .queue_runner_impl import add_queue_runner as add_queue_runner
from .queue_runner_impl import start_queue_runners as start_queue_runners
