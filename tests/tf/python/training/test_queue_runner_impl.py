"""Queue runners: the threads that a script gets are inert; what a dequeue gives shares its rows."""

import pytest

from graphlint.graph import stack
from graphlint.tf import module as module
from graphlint.tf.python.client.session import Session
from graphlint.tf.python.framework import constant_op
from graphlint.tf.python.ops import array_ops, data_flow_ops
from graphlint.tf.python.training import coordinator, queue_runner_impl
from graphlint.tf.python.training import input as tf_input


@pytest.fixture(autouse=True)
def world() -> None:
    stack.begin()


def test_one_thread_an_enqueue_and_one_that_closes() -> None:
    queue = data_flow_ops.FIFOQueue(3, ["float32"], [[]])
    queue_runner_impl.add_queue_runner(queue_runner_impl.QueueRunner(queue, [queue.enqueue([1.0])] * 2))
    threads = queue_runner_impl.start_queue_runners(Session(), coord=coordinator.Coordinator())
    assert [thread.name.rpartition("-")[2] for thread in threads] == ["fifo_queue_enqueue"] * 2 + ["close_on_stop"]
    assert not any(thread.is_alive() for thread in threads)


def test_without_a_session_nothing_starts() -> None:
    with pytest.raises(ValueError, match="No default session"):
        queue_runner_impl.start_queue_runners()


def test_components_share_a_batch_that_only_the_run_knows() -> None:
    size = array_ops.placeholder("int32", [], name="size")
    image, label = tf_input.batch([constant_op.constant([1.0, 2.0]), constant_op.constant(1)], size)
    assert not isinstance(image.dims[0], int)
    assert image.dims[0] == label.dims[0]


def test_a_final_batch_may_be_smaller_than_asked_for() -> None:
    image, label = tf_input.batch([constant_op.constant([1.0, 2.0]), constant_op.constant(1)], 4,
                                  allow_smaller_final_batch=True)
    assert not isinstance(image.dims[0], int)
    assert image.dims == (label.dims[0], 2)
