"""Clashes that TensorFlow is silent about: both sides named, and the shape that TensorFlow goes on with."""

from collections.abc import Callable

import pytest

import shapecalc as sc
from shapecalc import Clashes, Dim, Shape, ShapeError, exact_div, hidden, symbol

B = symbol("B", low=1)
T = symbol("T")


def silent(call: Callable[[], object]) -> ShapeError:
    with pytest.raises(ShapeError) as caught:
        call()
    assert not caught.value.static
    return caught.value


@pytest.mark.parametrize(
    ("call", "message", "result"),
    [
        (lambda: sc.broadcast((2 * B, 3), (2 * B + 1, 3)), "must be equal, but are 2*B and 2*B + 1", None),
        (lambda: sc.broadcast((hidden(3),), (4,)), "Dimensions must be equal, but are 3 and 4", (4,)),
        (
            lambda: sc.broadcast((exact_div(4096 * B, 3136), 10), (B, 10)),
            "Dimensions must be equal, but are B*4096/3136 and B",
            None,
        ),
        (lambda: sc.merge((B, hidden(2)), (B, 3)), "Dimension 1 in both shapes must be equal, but are", (B, 3)),
        (lambda: sc.reshape((B, 8), (B, 9)), "Cannot reshape a tensor with 8*B elements to shape [B,9]", (B, 9)),
        (lambda: sc.reshape((hidden(3), 4), (-1, 5)), "must be evenly divisible by 5 but is 12", None),
        (lambda: sc.reshape((6, 4), (-1, -1)), "Only one input size may be -1, not both 0 and 1", None),
        (lambda: sc.squeeze((B + 1, 3), [0]), "dim[0], expected a dimension of 1, got B + 1", (3,)),
        (lambda: sc.transpose((2, 3), [0, 0]), "1 is missing from {0,0}.", (2, 2)),
        (lambda: sc.concat([(B, 2), (B + 1, 3)], 1), "Dimension 0 in both shapes must be equal", None),
        (lambda: sc.split((hidden(6), 2), 4, 0)[0], "must be evenly divisible by 4 but is 6", None),
        (lambda: sc.unstack((hidden(3),), 2, 0), "Dimension must be 2 but is 3", [(), ()]),
        (lambda: sc.slice_((2, 3), (0, 0), (3, 3)), "Expected size[0] in [0, 2], but got 3", (3, 3)),
        (
            lambda: sc.strided_slice((hidden(3),), [5], [6], [1], sc.Masks(shrink_axis=1)),
            "slice index 5 of dimension 0 out of bounds.",
            (),
        ),
        (lambda: sc.matmul((B, hidden(3)), (4, 5)), "Dimensions must be equal, but are 3 and 4", (B, 5)),
        (lambda: sc.arg_reduce((4,), 1), "Expected dimension in the range [-1, 1), but got 1", ()),
        (
            lambda: sc.conv((B, 8, 8, hidden(3)), (3, 3, 4, 16), [1, 1], "SAME", grouped=True),
            "Depth of input (3) is not a multiple of input depth of filter (4)",
            (B, 8, 8, 16),
        ),
        (lambda: sc.window(hidden(2), 3), "Negative dimension size caused by subtracting 3 from 2", None),
    ],
)  # fmt: skip
def test_silent(call: Callable[[], object], message: str, result: object) -> None:
    error = silent(call)
    assert message in str(error)
    assert error.left is not None
    if result is not None:
        assert error.result == result


@pytest.mark.parametrize(
    "call",
    [
        lambda: sc.broadcast((T, 3), (B, 3)),
        lambda: sc.broadcast((2 * T,), (2 * T + 1,)),  # T may be 0, where one side is 1
        lambda: sc.merge((exact_div(4096 * T, 3136),), (T,)),  # equal when T is 0
        lambda: sc.reshape((B, 8), (-1, 9)),
        lambda: sc.squeeze((B, 3), [0]),
        lambda: sc.split((T,), 4, 0),
        lambda: sc.slice_((B, 3), (0, 0), (3, 3)),
        lambda: sc.window(T, 7),
    ],
)
def test_no_claim_without_proof(call: Callable[[], object]) -> None:
    call()


def test_sides_and_axis() -> None:
    with pytest.raises(ShapeError) as caught:
        sc.broadcast((5, 2, 3), (4, 3))
    assert (caught.value.left, caught.value.right, caught.value.axis, caught.value.static) == (2, 4, 1, True)


def test_clashes_are_kept_until_the_result_is_known() -> None:
    clashes = Clashes()
    assert clashes.equal(hidden(3), 4) == 4
    merged = clashes.collect(lambda s: sc.merge(s, (B, 2)), (B, hidden(2)))
    assert merged == (B, 2)
    with pytest.raises(ShapeError) as caught:
        clashes.finish((7,))
    assert caught.value.result == (7,)
    assert Clashes().finish((7,)) == (7,)
    with pytest.raises(ShapeError):
        Clashes().equal(3, 4)


@pytest.mark.parametrize(
    ("shape", "target", "found"),
    [
        ((B, 8, 8, 64), (-1, 3136), (exact_div(4096 * B, 3136), 3136)),
        ((B, 7, 7, 64), (-1, 3136), (B, 3136)),
        ((B, T, 64), (-1, 64), (B * T, 64)),
        ((B * T, 64), (B, -1, 64), (B, T, 64)),
        ((2, B), (-1,), (2 * B,)),
        ((hidden(4), 3), (-1, 6), (hidden(2), 6)),
    ],
)
def test_reshape_knows_more(shape: tuple[Dim, ...], target: tuple[Dim, ...], found: Shape) -> None:
    assert sc.reshape(shape, target) == found


@pytest.mark.parametrize(
    ("begin", "end", "text"),
    [(0, 1, "1"), (0, 2, "min(B, 2)"), (1, None, "B - 1"), (None, -1, "B - 1"), (-1, None, "1"), (None, None, "B")],
)
def test_slice_of_an_unknown_dim(begin: int | None, end: int | None, text: str) -> None:
    masks = sc.Masks(begin=int(begin is None), end=int(end is None))
    found = sc.strided_slice((B,), [begin or 0], [end or 0], [1], masks)
    assert found is not None
    assert str(found[0]) == text
