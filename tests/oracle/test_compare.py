"""Tests of the comparison: what it must see, and what it must look past."""

from typing import Any

from tests.oracle.compare import Strictness, compare, compare_all


def op(name: str, kind: str = "Relu", inputs: tuple[str, ...] = (), shape: Any = (2,), **attrs: Any) -> dict[str, Any]:
    return {
        "name": name,
        "op": kind,
        "inputs": list(inputs),
        "outputs": [{"dtype": "float32", "shape": None if shape is None else list(shape)}],
        "attrs": attrs,
    }


def graph(*ops: dict[str, Any], variables: Any = (), collections: Any = None) -> dict[str, Any]:
    return {"ops": list(ops), "variables": list(variables), "collections": collections or {}}


def test_equal_graphs_are_exact() -> None:
    one = graph(op("a"), op("b", inputs=("a:0",)), collections={"c": ["a:0"]})
    found = compare(one, one)
    assert found.exact
    assert (found.ops.recall, found.ops.precision) == (1.0, 1.0)


def test_the_first_difference_names_op_and_field() -> None:
    found = compare(graph(op("a"), op("b", shape=(None, 3))), graph(op("a"), op("b", shape=(4, 3))))
    assert found.first is not None
    assert found.first.where == "op 1 b (Relu)"
    assert found.first.what == "outputs"
    assert found.ops.matched == 1


def test_an_attr_is_named() -> None:
    found = compare(graph(op("a", padding="SAME")), graph(op("a", padding="VALID")))
    assert str(found.first) == "op 0 a (Relu): attr padding: expected 'SAME', got 'VALID'"


def test_missing_and_surplus_ops() -> None:
    missing = compare(graph(op("a"), op("b")), graph(op("a")))
    surplus = compare(graph(op("a")), graph(op("a"), op("b")))
    assert str(missing.first) == "op 1: missing op: expected 'b (Relu)', got None"
    assert str(surplus.first) == "op 1: op too many: expected None, got 'b (Relu)'"
    assert (missing.ops.recall, surplus.ops.precision) == (0.5, 0.5)


def test_order_of_creation_counts() -> None:
    assert not compare(graph(op("a"), op("b")), graph(op("b"), op("a"))).exact


def test_gradients_are_left_out_and_their_outputs_match_anything() -> None:
    golden = graph(op("x"), op("gradients/g"), op("opt/up", inputs=("x:0", "gradients/g:0", "^gradients/g")))
    ours = graph(op("x"), op("opt/up", inputs=("x:0", "gradients/other:0", "^gradients/h")))
    assert compare(golden, ours).exact
    assert not compare(golden, ours, Strictness(gradients=True)).exact


def test_a_scope_that_merely_starts_like_gradients_counts() -> None:
    assert not compare(graph(op("gradients_of_x/a")), graph()).exact


def test_floats_equal_to_the_last_digit_of_a_float32() -> None:
    assert compare(graph(op("a", f=0.1)), graph(op("a", f=0.10000001))).exact
    assert not compare(graph(op("a", f=0.1)), graph(op("a", f=0.1001))).exact


def test_unknown_rank_is_not_a_scalar() -> None:
    assert not compare(graph(op("a", shape=None)), graph(op("a", shape=()))).exact


def test_variables_and_collections_count() -> None:
    variable = {"name": "v", "shape": [2], "dtype": "float32", "trainable": True}
    frozen = {**variable, "trainable": False}
    assert not compare(graph(variables=[variable]), graph(variables=[frozen])).exact
    assert not compare(graph(collections={"losses": ["a:0"]}), graph()).exact


def test_constants_can_be_left_out_but_not_their_dtype() -> None:
    one, other = {"dtype": "float32", "v": 1.0}, {"dtype": "float32", "v": 2.0}
    loose = Strictness(constants=False)
    assert not compare(graph(op("a", value=one)), graph(op("a", value=other))).exact
    assert compare(graph(op("a", value=one)), graph(op("a", value=other)), loose).exact
    assert not compare(graph(op("a", value=one)), graph(op("a", value={"dtype": "int32", "v": 1})), loose).exact


def test_a_prefix_lets_ours_go_on() -> None:
    found = compare(graph(op("a")), graph(op("a"), op("b")), Strictness(prefix=True))
    assert found.exact
    assert found.ops.precision == 1.0


def test_graphs_are_paired_by_names_where_numbers_differ() -> None:
    found = compare_all([graph(op("a")), graph(op("b"))], [graph(op("b"))])
    assert str(found.first) == "graph 0: op 0: missing op: expected 'a (Relu)', got None"
    assert found.ops.matched == 1
