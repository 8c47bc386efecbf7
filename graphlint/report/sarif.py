"""SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import PurePath
from typing import Any

from graphlint import __version__

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def write(report: Any, options: argparse.Namespace) -> None:
    json.dump(as_sarif(report), sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")


def as_sarif(report: Any) -> dict[str, Any]:
    from graphlint.rules.registry import all_rules

    rules = [{"id": rule.code, "name": rule.name, "shortDescription": {"text": rule.summary},
              "defaultConfiguration": {"level": rule.severity}} for rule in all_rules()]
    failed = [{"level": "error", "message": {"text": message}, "locations": [_location(file, max(line, 1), max(column, 1))]}
              for file, line, column, message in report.failures]
    run = {
        "tool": {"driver": {"name": "graphlint", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding) for finding in report.findings],
        "invocations": [{"executionSuccessful": not report.failures, "toolExecutionNotifications": failed}],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _location(file: str, line: int, column: int) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": PurePath(file).as_posix()},
                                 "region": {"startLine": line, "startColumn": column}}}


def _place(place: Any) -> dict[str, Any]:
    location = _location(place.file, place.line, place.column)
    location["physicalLocation"]["region"].update(endLine=place.end_line, endColumn=place.end_column)
    return location


def _result(finding: Any) -> dict[str, Any]:
    condition = f" ({finding.condition})" if finding.condition else ""
    return {
        "ruleId": finding.code,
        "level": finding.severity,
        "message": {"text": f"{finding.message}{condition}\n{finding.help}"},
        "locations": [_place(finding.place)],
        "relatedLocations": [{**_place(item.place), "message": {"text": item.message}} for item in finding.related],
    }
