"""Loops that build graphs of their own, and what a trace that runs out of time still says."""

from __future__ import annotations

import pytest

from graphlint.sandbox.budget import Limits
from graphlint.trace import trace
from graphlint.tracing.threads import OutOfTime, call_in_thread

ANEW = """
import tensorflow as tf
for rate in {rates}:
    tf.reset_default_graph()
    y = tf.layers.dense(tf.placeholder(tf.float32, [None, 3]), 2)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
"""
ESTIMATOR = """
import tensorflow as tf
def model_fn(features, labels, mode):
    y = tf.layers.dense(features, 2)
    loss = tf.reduce_mean(y)
    update = tf.train.AdamOptimizer().minimize(loss, tf.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=update)
estimator = tf.estimator.Estimator(model_fn)
for number in range(1000):
    estimator.train(lambda: (tf.ones([4, 3]), tf.zeros([4])), steps=10)
"""


@pytest.mark.parametrize(("rates", "graphs"), [("range(6)", 6), ("range(1000)", 5)])
def test_a_loop_that_builds_each_graph_anew_does_not_grow_one(rates: str, graphs: int) -> None:
    found = trace("script.py", ANEW.format(rates=rates))
    assert "growth" not in [event.kind for event in found.events]
    assert len(found.graphs) == graphs


def test_a_loop_over_calls_of_an_estimator_is_cut() -> None:
    found = trace("script.py", ESTIMATOR)
    assert [event.kind for event in found.events] == ["loop"]
    assert found.namespace["number"] == 999
    assert len(found.graphs) < 8


def test_a_thread_that_works_too_long_is_ended() -> None:
    def spin() -> None:
        while True:
            pass

    with pytest.raises(OutOfTime, match="in time"):
        call_in_thread(spin, 0.1)
    assert call_in_thread(lambda: 3, 5) == 3


def test_other_paths_take_no_more_time_than_the_first() -> None:
    text = "import os\nn = 0\nif os.path.exists('a'): n = 1\nif n:\n    while n: n += 1\n"
    found = trace("script.py", text.replace("n = 1", "n = 0"), limits=Limits(seconds=2))
    assert found.status == "complete"
    assert len(found.alternatives) == 1


def test_a_model_that_asks_what_is_not_known_over_and_over_is_ended() -> None:
    text = """
import tensorflow as tf
name = open('x').read()
template = tf.make_template(name, lambda: tf.get_variable('v', [2]), create_scope_now_=True)
after = 1
"""
    assert trace("script.py", text).namespace["after"] == 1


def test_asking_costs_time_too(monkeypatch) -> None:
    from graphlint.tf.python.ops import math_ops

    def endless(values, *args, **options):
        while values:
            values = values + 1

    endless.__module__ = "graphlint.tf.python.ops.math_ops"
    monkeypatch.setattr(math_ops, "reduce_sum_v1", endless)
    text = "import tensorflow as tf\nx = tf.reduce_sum(open('x'))\n"
    from graphlint.tf import module

    module.forget()
    try:
        found = trace("script.py", text, limits=Limits(seconds=0.5), paths=1)
    finally:
        module.forget()
    assert (found.status, "seconds" in (found.reason or "")) == ("incomplete", True)


DRAIN = """
import queue
def drained(waiting):
    count = 0
    try:
        while True:
            waiting.get(timeout=0)
            count += 1
    except:
        return count
"""


def test_a_loop_that_only_an_error_ends_is_left_without_a_finding() -> None:
    found = trace("script.py", DRAIN + "drained(queue.Queue())\n", paths=1)
    assert [event.kind for event in found.events] == ["loop"]


def test_such_a_loop_over_known_items_is_followed_to_the_error() -> None:
    known = "class Known:\n    items = iter(range(300))\n    def get(self, timeout): next(self.items)\n"
    assert trace("script.py", DRAIN + known + "count = drained(Known())\n").namespace["count"] == 300


def test_a_loop_whose_test_ends_it_runs_to_its_end() -> None:
    assert trace("script.py", "import tensorflow as tf\nn = 0\nwhile n < 5000: n += abs(-1)\n").namespace["n"] == 5000
