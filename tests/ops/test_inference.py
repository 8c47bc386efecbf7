"""Shape functions against what TensorFlow 1.15.5 inferred for random inputs: static shapes and error texts."""

from pathlib import Path

import pytest

from tests.ops import replay

CASES = replay.cases()
INEXACT = {
    line.split("#")[0].strip() for line in (Path(__file__).parent / "inexact_ops.txt").read_text().splitlines()
} - {""}


@pytest.mark.parametrize("op_type", sorted(set(CASES) - INEXACT))
def test_as_tensorflow(op_type):
    for case in CASES[op_type]:
        assert replay.outcome(case) == case[3], case[:3]


@pytest.mark.parametrize("op_type", sorted(set(CASES) & INEXACT))
def test_inexact_says_nothing_false(op_type):
    """Where we are known to be vague, a dim that we claim is still the one that TensorFlow has."""
    for case in CASES[op_type]:
        found = replay.outcome(case)
        if "shapes" not in found or "shapes" not in case[3]:
            continue
        for ours, theirs in zip(found["shapes"], case[3]["shapes"], strict=True):
            if ours is not None and theirs is not None:
                assert len(ours) == len(theirs), case[:3]
                assert all(a is None or b is None or a == b for a, b in zip(ours, theirs, strict=True)), case[:3]
