"""`coverage [--use FILE]`: by family, how many public symbols have a model and a recorded case, and how exact those are.

With a table of symbols by use, also the first N of them that aren't modelled, and that no recorded case uses.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graphlint.graph import stack
from graphlint.graph.releases import parse
from graphlint.sandbox.unknown import Unknown
from graphlint.trace import Trace, trace
from tests.oracle.probe_cases import Case, cases, compared, recorded
from tests.oracle.probe_runs import traced_case
from tests.oracle.symbols import Symbol, lookup, reading, symbols, used

ROOT = Path(__file__).resolve().parent.parent.parent.parent
FOLDERS = (ROOT / "fixtures" / "probes", ROOT / "fixtures" / "api")
RELEASE = "1.15"


@dataclass
class Used:
    """What one recorded case, or one script with a golden, used; `exact` is None for scripts."""

    symbols: set[Symbol]
    exact: bool | None


def main(arguments: argparse.Namespace) -> int:
    """Print the table by family; with --use what the most used symbols lack."""
    runs = [*_cases(arguments.only), *(() if arguments.only else _scripts(ROOT / "fixtures"))]
    stack.begin(parse(RELEASE))
    probed = set().union(*(run.symbols for run in runs))
    print_table(runs, probed)
    if arguments.use is not None:
        print_missing(arguments.use, arguments.first, probed)
    return 0


def _cases(only: str) -> Iterator[Used]:
    for folder in FOLDERS:
        for case in cases(folder):
            if only in case.id:
                yield _case(case, folder)


def _case(case: Case, folder: Path) -> Used:
    with reading() as read:
        found, answer = traced_case(case, RELEASE, folder)
    difference = compared(case, recorded(case, RELEASE, folder), answer).first
    return Used(used(read, found.calls), difference is None)


def _scripts(folder: Path) -> Iterator[Used]:
    """The scripts with a golden: tests/goldens says whether they are exact."""
    for golden in sorted(folder.glob(f"**/*.tf{RELEASE}.json.gz")):
        script = golden.with_name(golden.name.removesuffix(f".tf{RELEASE}.json.gz") + ".py")
        with reading() as read:
            found: Trace = trace(script, release=RELEASE, paths=1)
        yield Used(used(read, found.calls), None)


def print_table(runs: list[Used], probed: set[Symbol]) -> None:
    """One line for each family, and the sum."""
    counts: dict[str, Counter[str]] = {}
    for symbol in symbols().values():
        row = counts.setdefault(symbol.family, Counter())
        row.update(public=1, modelled=symbol.modelled, probed=symbol in probed)
    for run in runs:
        for family in {symbol.family for symbol in run.symbols} & counts.keys() if run.exact is not None else ():
            counts[family].update(cases=1, exact=bool(run.exact))
    print(f"{'family':32}{'public':>8}{'modelled':>10}{'probed':>8}{'cases':>8}{'exact':>8}{'share':>8}")
    for family, row in sorted(counts.items()):
        _print_row(family, row)
    total = Counter[str]()
    for row in counts.values():
        total.update({key: row[key] for key in ("public", "modelled", "probed")})
    judged = [run.exact for run in runs if run.exact is not None]
    total.update(cases=len(judged), exact=sum(judged))
    _print_row("all", total)


def _print_row(family: str, row: Counter[str]) -> None:
    share = f"{100 * row['exact'] / row['cases']:.1f}%" if row["cases"] else "-"
    shown = "".join(f"{row[key]:>{width}}" for key, width in (("public", 8), ("modelled", 10), ("probed", 8)))
    print(f"{family:32}{shown}{row['cases']:>8}{row['exact']:>8}{share:>8}")


def print_missing(table: Path, first: int, probed: set[Symbol]) -> None:
    """The first symbols of a table by use that aren't modelled, aren't names of the release, or have no case."""
    missing: dict[str, list[str]] = {"not modelled": [], f"not a name of {RELEASE}": [], "without a case": []}
    with table.open(encoding="utf8", newline="") as stream:
        for rank, row in enumerate(csv.reader(stream)):
            if rank == 0:
                continue
            reason = _lacks(row[0], probed)
            if reason is not None:
                missing[reason].append(f"{rank:5} {row[0]} ({', '.join(row[1:])})")
    for reason, lines in missing.items():
        print(f"\n{reason}: {len(lines)}", *lines[:first], sep="\n")


def _lacks(name: str, probed: set[Symbol]) -> str | None:
    try:
        symbol, found = lookup("tensorflow" + name.removeprefix("tf") if name.startswith("tf.") else name)
    except AttributeError:
        return f"not a name of {RELEASE}"
    if isinstance(found, Unknown):
        return "not modelled"
    return "without a case" if symbol is not None and symbol not in probed else None
