"""What is fed: given, read, zeros, drawn."""

import numpy as np
import pytest

from graphlint.graph import stack
from graphlint.graph.dtypes import as_dtype
from graphlint.run.errors import RunError
from graphlint.run.feeds import prepare, sources
from graphlint.run.report import run_command
from graphlint.run.session import Session
from graphlint.run.sizes import Sizes
from graphlint.run.verify import verify_shapes
from graphlint.tf import gen
from shapecalc import floor_div, symbol
from tests.run.served import tf


@pytest.fixture(autouse=True)
def world():
    return stack.begin()


def drawn(*fetches, seed=0, **feeds):
    session = Session(stack.default_graph(), seed)
    found = prepare(session, feeds, [session.find(fetch) for fetch in fetches], draw_missing=True)
    return {tensor.op.name: array for tensor, array in found.items()}


def test_labels_are_below_the_number_of_classes():
    logits = tf.placeholder(tf.float32, [None, 3], name="logits")
    labels = tf.placeholder(tf.int32, [None], name="labels")
    loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    for seed in range(5):
        found = drawn(loss, seed=seed)
        assert found["labels"].dtype == np.int32
        assert 0 <= found["labels"].min() <= found["labels"].max() < 3


def test_indices_are_below_the_number_of_rows_past_a_cast():
    ids = tf.placeholder(tf.int64, [50, 4], name="ids")
    rows = tf.gather(tf.zeros([7, 2]), tf.cast(ids, tf.int32))
    assert 2 <= drawn(rows)["ids"].max() < 7


def test_only_needed_placeholders_are_asked_for():
    x = tf.placeholder(tf.float32, [None], name="x")
    tf.placeholder(tf.float32, [None], name="y")
    session = Session(stack.default_graph())
    assert sources(session, [x + 1]) == [x]
    assert sources(session, [x + 1], ["x"]) == []


def test_what_a_dataset_gives_is_drawn():
    types = {"output_types": [as_dtype("float32"), as_dtype("int64")], "output_shapes": [(4, 3), (4,)]}
    images, labels = gen.IteratorGetNext(gen.IteratorV2(shared_name="", container="", **types), **types)
    loss = tf.losses.sparse_softmax_cross_entropy(labels, images)
    session = Session(stack.default_graph())
    feeds = prepare(session, {}, [loss], draw_missing=True)
    assert np.isfinite(session.run(loss, feeds))


def test_batch_follows_what_is_given():
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    y = tf.placeholder(tf.float32, [None, 2], name="y")
    assert drawn(x, y, x=np.zeros([5, 3]))["y"].shape == (5, 2)


def test_zeros_and_files(tmp_path):
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    path = tmp_path / "x.npy"
    np.save(path, np.ones([4, 3]))
    assert drawn(x, x=str(path))["x"].tolist() == np.ones([4, 3]).tolist()
    assert not drawn(x, x="zeros")["x"].any()
    with pytest.raises(RunError, match="cannot read"):
        drawn(x, x=str(tmp_path / "none.npy"))


def test_constants_of_unknown_values_are_drawn_or_told():
    x = tf.constant([1.0, 2.0], name="x")
    x.op.attrs["value_known"] = False
    session = Session(stack.default_graph())
    with pytest.raises(RunError, match=r"constant 'x' \(float32\[2\]\) is made of a value that is not known"):
        session.run(x + 1)
    assert drawn(x + 1)["x"].shape == (2,)


def test_constants_made_of_symbols_follow_their_sizes():
    rows = symbol("rows")
    x = tf.constant([1, 2], name="x")
    x.op.attrs.update(value_known=False, elements=np.array([rows * 2, 3], object))
    y = tf.placeholder(tf.float32, [None], name="y")
    y.dims = (rows,)
    found = drawn(x, y)
    assert found["x"].tolist() == [2 * len(found["y"]), 3]


def test_unknown_rank_cannot_be_drawn():
    tf.placeholder(tf.float32, name="x")
    with pytest.raises(RunError, match="'x:0' has no known rank"):
        drawn("x")


def test_scalars_look_like_probabilities():
    keep = tf.placeholder(tf.float32, [], name="keep")
    assert 0.5 <= drawn(keep)["keep"] < 1


def test_one_symbol_one_size():
    sizes, batch = Sizes(), symbol("B")
    assert sizes.choose((batch, 3)) == (2, 3)
    assert sizes.evaluate(floor_div(batch * 7, 3)) == 4
    assert sizes.bind(batch, 5) is False
    assert sizes.evaluate(symbol("other") + 1) is None


def test_report_of_a_run():
    x = tf.placeholder(tf.float32, [None, 2], name="x")
    w = tf.get_variable("w", initializer=tf.constant([[1.0], [2.0]]))
    tf.matmul(x, w, name="y")
    found = run_command(stack.default_graph(), ["y", "w/Assign"], {"x": np.ones([2, 2])})
    y, assign = found.fetches
    assert (y.dtype, y.shape, y.values) == ("float32", (2, 1), [[3], [3]])
    assert y.statistics == {"min": 3, "mean": 3, "max": 3, "std": 0}
    assert assign.dtype == "float32"
    assert found.as_json()["feeds"] == {"x:0": [2, 2]}


def test_large_and_not_finite_values():
    tf.constant(np.array([1.0, np.inf, np.nan] * 10, np.float32), name="x")
    (found,) = run_command(stack.default_graph(), ["x"]).fetches
    assert found.values is None
    assert found.statistics == {"min": 1, "mean": 1, "max": 1, "std": 0, "not_finite": 20}


def test_verification_finds_a_wrong_shape():
    x = tf.placeholder(tf.float32, [None, 4], name="x")
    y = tf.nn.relu(x, name="y")
    assert verify_shapes(stack.default_graph()).mismatches == []
    y.dims = (y.dims[0], 5)
    (found,) = verify_shapes(stack.default_graph()).mismatches
    assert str(found) == "y:0 (Relu) is float32[2, 4], predicted float32[B,5]"


def test_verification_goes_on_past_what_cannot_run():
    x = tf.py_func(lambda: 1, [], tf.float32)
    x + 1
    tf.constant(1.0) + 1
    found = verify_shapes(stack.default_graph())
    assert [op.type for op, _ in found.skipped] == ["PyFunc"]
    assert found.checked >= 3
