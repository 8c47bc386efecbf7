"""Each probe case under graphlint, against what TensorFlow built: ops, variables, collections, emits, errors.

The cases that are not exact yet stand in `known_failures_RELEASE.txt`. One that becomes exact must leave its list
(`python -m tests.oracle probes --tf RELEASE --update` rewrites it).
"""

from functools import cache

import pytest

from tests.oracle.commands.probes import first_difference, known_failures
from tests.oracle.probe_cases import FOLDER, Case, cases

RELEASES = ("1.15", "1.0", "1.4", "1.8", "1.12")
CASES = list(cases())


@cache
def known(release: str) -> frozenset[str]:
    lines = known_failures(release).read_text("utf8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_probe_case(case: Case, release: str) -> None:
    difference = first_difference(case, release, FOLDER)
    if case.id in known(release):
        assert difference is not None, f"{case.id} is exact now: take it out of {known_failures(release).name}"
    else:
        assert difference is None, f"{case.id}: {difference}"


@pytest.mark.parametrize("release", RELEASES)
def test_the_list_names_existing_cases(release: str) -> None:
    assert known(release) <= {case.id for case in CASES}
