"""`probes [FOLDER]`: runs the probe cases through graphlint and prints, by area, how many are exact."""

import argparse
import re
from collections import Counter
from pathlib import Path

from tests.oracle.probe_cases import AREAS, Case, cases, compared, recorded
from tests.oracle.probe_runs import run_plainly, run_traced

_LISTS = Path(__file__).resolve().parent.parent.parent / "probes"


def known_failures(release: str) -> Path:
    """The list of the cases of a release that are not exact yet."""
    return _LISTS / f"known_failures_{release}.txt"


def main(arguments: argparse.Namespace) -> int:
    """Print the table; with -v the first difference of each case that is not exact."""
    if arguments.update and arguments.only:
        print("--update needs all cases: leave -k out")
        return 2
    total: Counter[str] = Counter()
    exact: Counter[str] = Counter()
    failures: dict[Case, str] = {}
    for case in cases(arguments.folder):
        if arguments.only not in case.id:
            continue
        difference = first_difference(case, arguments.tf, arguments.folder, plainly=arguments.plain)
        total[case.area] += 1
        exact[case.area] += difference is None
        if difference:
            failures[case] = difference
        if difference and arguments.verbose:
            print(f"{case.id}: {difference}")
    print_table(total, exact)
    for reason, count in Counter(map(reason_of, failures.values())).most_common(arguments.reasons):
        print(f"{count:5}  {reason}")
    if arguments.update:
        write_failures(list(failures), arguments.tf)
    return 0


def print_table(total: Counter[str], exact: Counter[str]) -> None:
    """One line for each area, and the sum."""
    for area in dict.fromkeys([*AREAS.values(), *total]):
        if total[area]:
            print(f"{area:24} {exact[area]:5} of {total[area]:5} exact")
    print(f"{'all':24} {exact.total():5} of {total.total():5} exact")


def reason_of(difference: str) -> str:
    """A difference without the names of its case, so that equal reasons can be counted."""
    if difference.startswith("error: raised"):
        return difference.partition(", got ")[2][:160]
    kind = re.match(r"op \d+ \S+ (\(\w+\): [\w ]+)", difference)
    if kind:
        return kind.group(1)
    missing = re.match(r"op \d+: (missing op|op too many): .*?(\(\w+\))", difference)
    return f"{missing.group(1)} {missing.group(2)}" if missing else difference[:60]


def write_failures(failures: list[Case], release: str) -> None:
    """Rewrite the list of cases that are not exact yet."""
    command = f"python -m tests.oracle probes --tf {release} --update"
    lines = [f"# Probe cases of {release} that are not exact yet. Made by `{command}`."]
    known_failures(release).write_text("\n".join([*lines, *(case.id for case in failures)]) + "\n", "utf8")


def first_difference(case: Case, release: str, folder: Path, *, plainly: bool = False) -> str | None:
    """What first differs in a case, or None."""
    golden = recorded(case, release, folder)
    try:
        ours = (run_plainly if plainly else run_traced)(case, release, folder)
    except Exception as error:  # a model that crashes must not end the table
        return f"crash: {type(error).__name__}: {error}"
    found = compared(case, golden, ours)
    return str(found.first) if found.first else None
