"""Sessions: names, feeds, state, errors."""

import numpy as np
import pytest

from graphlint.graph import stack
from graphlint.graph.dtypes import as_dtype
from graphlint.run.errors import RunError
from graphlint.run.session import Session
from graphlint.tf import install  # noqa: F401 - installs the conversions
from tests.run.served import tf


@pytest.fixture(autouse=True)
def world():
    return stack.begin()


def session(seed=0):
    return Session(stack.default_graph(), seed)


def message(call, *args):
    with pytest.raises(RunError) as caught:
        call(*args)
    return caught.value.kind, caught.value.message


def test_fetches_keep_their_structure():
    x = tf.constant([1.0, 2.0], name="x")
    run = session().run
    assert run("x").tolist() == [1, 2]
    assert run(["x:0", x])[1].tolist() == [1, 2]
    assert run({"a": x})["a"].tolist() == [1, 2]
    assert run(x.op) is None


def test_unknown_fetch_names_the_nearest():
    tf.constant(1.0, name="dense/kernel")
    assert message(session().run, "dense/kernal") == (
        "fetch", "there is no op 'dense/kernal' in the graph; did you mean 'dense/kernel'?")
    assert message(session().run, "kernel")[1].endswith("did you mean 'dense/kernel'?")


def test_output_that_is_not_there():
    tf.constant(1.0, name="x")
    assert message(session().run, "x:1") == ("fetch", "'x' (Const) has 1 outputs, so there is no 'x:1'")


def test_missing_feed():
    y = tf.placeholder(tf.float32, [None, 3], name="x") * 2
    assert message(session().run, y) == (
        "feed", "placeholder 'x' (float32[?,3]) needs a value: feed an array, 'random' or 'zeros'")


def test_feed_that_does_not_fit():
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    assert message(session().run, x, {"x": np.zeros([2, 4])}) == (
        "feed", "cannot feed a value of shape [2, 4] for 'x:0', which has shape [?,3]")
    assert message(session().run, x, {"x": [["a"]]})[0] == "feed"


def test_inner_tensors_may_be_fed():
    x = tf.placeholder(tf.float32, [3], name="x")
    y = tf.multiply(x, 2, name="y")
    assert session().run(y + 1, {"y": [1, 1, 1]}).tolist() == [2, 2, 2]


def test_variables_keep_their_values_between_runs():
    v = tf.Variable(1.0, name="v")
    more = tf.assign_add(v, 2.0)
    run = session()
    run.initialize()
    assert (run.run(more), run.run(more), run.run(v)) == (3, 5, 5)


def test_uninitialized_variable():
    tf.Variable(1.0, name="v")
    assert message(session().run, "v") == ("uninitialized", "variable 'v' is read before it is initialized")


def test_initial_values_that_depend_on_others():
    v = tf.Variable(3.0)
    w = tf.Variable(v.initialized_value() * 2)
    run = session()
    run.initialize()
    assert run.run(w) == 6


def test_only_what_fetches_need_is_initialized():
    v = tf.Variable(3.0, name="v")
    tf.Variable(tf.py_func(lambda: 1.0, [], tf.float32), name="refused", validate_shape=False)
    run = session()
    run.initialize([run.find(v)])
    assert run.run(v) == 3


def test_seed_decides_random_numbers_not_the_order_of_fetches():
    a = tf.random_normal([4], name="a")
    b = tf.random_normal([4], name="b")
    first = session(1).run([a, b])
    second = session(1).run([b, a])
    np.testing.assert_array_equal(first[0], second[1])
    assert not np.array_equal(first[0], first[1])
    assert not np.array_equal(first[0], session(2).run(a))


def test_control_dependencies_order_updates():
    v = tf.Variable(1.0, use_resource=True)
    with tf.control_dependencies([v.assign(5.0)]):
        after = v.read_value()
    run = session()
    run.initialize()
    assert run.run(after) == 5


def test_branch_not_taken_is_not_run():
    x = tf.placeholder(tf.float32, [], name="x")
    v = tf.Variable(0.0)
    y = tf.cond(x > 0, lambda: tf.assign_add(v, 1.0), lambda: tf.constant(7.0))
    run = session()
    run.initialize()
    assert run.run(y, {x: -1}) == 7
    assert run.run(v) == 0
    assert run.run(y, {x: 1}) == 1


def test_fetch_of_a_dead_branch():
    x = tf.placeholder(tf.bool, [], name="x")
    tf.cond(x, lambda: tf.constant(1.0, name="one"), lambda: tf.constant(2.0))
    assert message(session().run, "cond/one", {x: False})[1] == (
        "'cond/one:0' is in a branch that was not taken, so it has no value to fetch")


def test_fetch_inside_a_loop():
    tf.while_loop(lambda i: i < 3, lambda i: tf.add(i, 1, name="more"), [0])
    run = session()
    assert message(run.run, "while/more")[1].startswith("'while/more:0' is inside a while loop")


def test_loop_without_end(monkeypatch):
    monkeypatch.setattr("graphlint.run.execute.MAX_TURNS", 10)
    found = tf.while_loop(lambda i: True, lambda i: i + 1, [tf.constant(0)])
    assert message(session().run, found)[0] == "loop"


def test_run_that_takes_too_long():
    found = tf.while_loop(lambda i: True, lambda i: i + 1, [tf.constant(0)])
    run = Session(stack.default_graph(), seconds=0.01).run
    assert message(run, found) == ("late", "the run takes longer than 0.01 s")


def test_giant_tensors_are_refused():
    kind, text = message(session().run, tf.zeros([10**5, 10**5]) + 1)
    assert kind == "large"
    assert "10,000,000,000 elements" in text


def test_cycle_outside_of_a_loop():
    a = tf.constant(1.0, name="a")
    b = tf.identity(a, name="b")
    a.op.control_inputs.append(b.op)
    assert message(session().run, b)[0] == "loop"


def test_python_functions_are_refused():
    y = tf.py_func(lambda x: x, [tf.constant(1.0)], tf.float32, name="mine")
    kind, text = message(session().run, y)
    assert kind == "unsupported"
    assert text == "mine (PyFunc) cannot be run: it calls Python code, which is never run"


def test_failing_kernel_names_op_and_shapes():
    x = tf.placeholder(tf.float32, [None], name="x")
    y = tf.placeholder(tf.float32, [None], name="y")
    z = tf.add(x, y, name="z")
    kind, text = message(session().run, z, {x: [1, 2], y: [1, 2, 3]})
    assert kind == "kernel"
    assert text.startswith("z (Add) fails with input shapes [2], [3]:")


def test_fetched_arrays_survive_later_updates():
    v = tf.Variable([1.0])
    run = session()
    run.initialize()
    before = run.run(v)
    run.run(tf.assign_add(v, [1.0]))
    assert before.tolist() == [1]


def test_resource_variables_by_shared_name():
    v = tf.get_variable("v", [2], initializer=tf.ones_initializer(), use_resource=True)
    run = session()
    run.initialize()
    run.run(v.assign_add([1, 2]))
    assert run.run(v.read_value()).tolist() == [2, 3]
    assert run.variable(v.op).op.attrs["dtype"] is as_dtype("float32")
