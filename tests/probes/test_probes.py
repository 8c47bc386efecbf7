"""Each probe case under graphlint, against what TensorFlow 1.15 built: ops, variables, collections, emits, errors.

The cases that are not exact yet stand in `known_failures.txt`. One that becomes exact must leave the list
(`python -m tests.oracle probes --update` rewrites it).
"""

import pytest

from tests.oracle.commands.probes import KNOWN_FAILURES, first_difference
from tests.oracle.probe_cases import FOLDER, Case, cases

KNOWN = frozenset(KNOWN_FAILURES.read_text("utf8").splitlines())


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.id)
def test_probe_case(case: Case) -> None:
    difference = first_difference(case, "1.15", FOLDER)
    if case.id in KNOWN:
        assert difference is not None, f"{case.id} is exact now: take it out of {KNOWN_FAILURES.name}"
    else:
        assert difference is None, f"{case.id}: {difference}"


def test_the_list_names_existing_cases() -> None:
    listed = {line for line in KNOWN if line and not line.startswith("#")}
    assert listed <= {case.id for case in cases()}
