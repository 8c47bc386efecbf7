"""Tables on the terminal, by rich; plain aligned columns where the output is not one."""

from __future__ import annotations

import argparse
import sys


def print_table(heads: list[str], rows: list[list[str]], right: set[int], options: argparse.Namespace) -> None:
    """Print rows under heads; the columns in `right` are aligned to the right."""
    if options.color == "always" or (options.color == "auto" and sys.stdout.isatty()):
        _rich(heads, rows, right, options)
        return
    widths = [max([len(head), *(len(row[i]) for row in rows)]) for i, head in enumerate(heads)]
    for row in [heads, *rows]:
        cells = [cell.rjust(widths[i]) if i in right else cell.ljust(widths[i]) for i, cell in enumerate(row)]
        print("  ".join(cells).rstrip())


def _rich(heads: list[str], rows: list[list[str]], right: set[int], options: argparse.Namespace) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for index, head in enumerate(heads):
        table.add_column(head, justify="right" if index in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(force_terminal=options.color == "always" or None).print(table)
