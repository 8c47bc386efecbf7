"""GitHub's workflow commands: findings as annotations of the changed lines."""

from __future__ import annotations

import argparse
from typing import Any

_KINDS = {"error": "error", "warning": "warning", "note": "notice"}


def write(report: Any, options: argparse.Namespace) -> None:
    for file, line, column, message in report.failures:
        print(f"::error file={_property(file)},line={max(line, 1)},col={max(column, 1)},title=graphlint::{_data(message)}")
    for finding in report.findings:
        place = finding.place
        where = f"file={_property(place.file)},line={place.line},endLine={place.end_line},col={place.column}"
        if place.line == place.end_line:
            where += f",endColumn={place.end_column}"
        condition = f" ({finding.condition})" if finding.condition else ""
        title = _property(f"{finding.code} {finding.name}")
        text = _data(f"{finding.message}{condition}\n{finding.help}")
        print(f"::{_KINDS[finding.severity]} {where},title={title}::{text}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
