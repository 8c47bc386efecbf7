"""Tests of the recorded differences between releases: how rows are written, and facts that are known from elsewhere."""

import json
from functools import cache
from typing import Any

import pytest

from tests.oracle.facts import OPS_FACTS, TF_FACTS
from tests.oracle.release_facts import grouped, row


@cache
def recorded(name: str) -> dict[str, Any]:
    folder = OPS_FACTS if name.startswith("opdefs") else TF_FACTS
    found: dict[str, Any] = json.loads((folder / name).read_text("utf8"))
    return found


def test_rows_are_spans() -> None:
    assert row([0, 1, 2, 7]) == "0-2,7"
    assert row([15]) == "15"


def test_equal_values_share_a_row_and_the_newest_is_left_out() -> None:
    assert grouped({3: ["a"], 4: ["a"], 5: ["b"], 6: ["c"]}, ["c"]) == {"3-4": ["a"], "5": ["b"]}


@pytest.mark.parametrize(
    ("name", "releases"), [("AUTO_REUSE", "4-15"), ("keras", "4-15"), ("estimator", "1-15"), ("data", "4-15")]
)
def test_since_when_names_exist(name: str, releases: str) -> None:
    rows = recorded("releases.json")["symbols"]["tensorflow"]
    assert [numbers for numbers, names in rows.items() if name in names.split()] == [releases]


def test_keepdims_came_with_1_5() -> None:
    older = recorded("releases.json")["functions"]["tensorflow.python.ops.math_ops:reduce_sum_v1"]
    assert [names for names, parameters in older.items() if "keepdims" not in json.dumps(parameters)] == ["0-4"]


def test_conv2d_had_no_dilations_up_to_1_4() -> None:
    rows = recorded("opdefs_by_release.json")["ops"]["Conv2D"]
    without = [numbers for numbers, found in rows.items() if "dilations" not in json.dumps(found)]
    assert without == ["0-1", "2-4"]
