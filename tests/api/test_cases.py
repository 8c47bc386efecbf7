"""Each API case under graphlint, against what TensorFlow 1.15 built: ops, collections, what it emitted, errors.

The cases stand in `fixtures/api`, one file a family; `python -m tests.oracle cases fixtures/api` records the answers.
"""

from pathlib import Path

import pytest

from tests.oracle.commands.probes import first_difference
from tests.oracle.probe_cases import Case, cases

FOLDER = Path(__file__).resolve().parent.parent.parent / "fixtures" / "api"
KNOWN_FAILURES = Path(__file__).resolve().parent / "known_failures.txt"
KNOWN = frozenset(KNOWN_FAILURES.read_text("utf8").splitlines())


@pytest.mark.parametrize("case", list(cases(FOLDER)), ids=lambda case: case.id)
def test_api_case(case: Case) -> None:
    difference = first_difference(case, "1.15", FOLDER)
    if case.id in KNOWN:
        assert difference is not None, f"{case.id} is exact now: take it out of {KNOWN_FAILURES.name}"
    else:
        assert difference is None, f"{case.id}: {difference}"
