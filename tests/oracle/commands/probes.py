"""`probes [FOLDER]`: runs the probe cases through graphlint and prints, by area, how many are exact."""

import argparse
from collections import Counter
from pathlib import Path

from tests.oracle.probe_cases import AREAS, Case, cases, compared, recorded
from tests.oracle.probe_runs import run_plainly, run_traced

KNOWN_FAILURES = Path(__file__).resolve().parent.parent.parent / "probes" / "known_failures.txt"


def main(arguments: argparse.Namespace) -> int:
    """Print the table; with -v the first difference of each case that is not exact."""
    total: Counter[str] = Counter()
    exact: Counter[str] = Counter()
    failures: list[Case] = []
    for case in cases(arguments.folder):
        if arguments.only not in case.id:
            continue
        difference = first_difference(case, arguments.tf, arguments.folder, plainly=arguments.plain)
        total[case.area] += 1
        exact[case.area] += difference is None
        if difference:
            failures.append(case)
        if difference and arguments.verbose:
            print(f"{case.id}: {difference}")
    for area in dict.fromkeys([*AREAS.values(), *total]):
        if total[area]:
            print(f"{area:24} {exact[area]:5} of {total[area]:5} exact")
    print(f"{'all':24} {exact.total():5} of {total.total():5} exact")
    if arguments.update:
        write_failures(failures, arguments.tf)
    return 0


def write_failures(failures: list[Case], release: str) -> None:
    """Rewrite the list of cases that are not exact yet."""
    lines = [f"# Probe cases of {release} that are not exact yet. Made by `python -m tests.oracle probes --update`."]
    KNOWN_FAILURES.write_text("\n".join([*lines, *(case.id for case in failures)]) + "\n", "utf8")


def first_difference(case: Case, release: str, folder: Path, *, plainly: bool = False) -> str | None:
    """What first differs in a case, or None."""
    golden = recorded(case, release, folder)
    try:
        ours = (run_plainly if plainly else run_traced)(case, release, folder)
    except Exception as error:  # a model that crashes must not end the table
        return f"crash: {type(error).__name__}: {error}"
    found = compared(case, golden, ours)
    return str(found.first) if found.first else None
