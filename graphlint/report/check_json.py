"""The JSON of `graphlint check --format json` (one object; the schema is in the README)."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any


def write(report: Any, options: argparse.Namespace) -> None:
    json.dump(as_json(report), sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")


def as_json(report: Any) -> dict[str, Any]:
    """The whole report; files that could not be checked are notes of kind `failed`."""
    failed = [{"kind": "failed", "file": file, "line": max(line, 1), "message": message}
              for file, line, _, message in report.failures]
    return {
        "schema": 1,
        "tf": report.tf,
        "files": report.files,
        "findings": [finding_json(finding) for finding in report.findings],
        "notes": [*failed, *report.notes],
    }


def range_json(place: Any) -> dict[str, int]:
    """Lines and columns from 1, the end column exclusive."""
    return {"line": place.line, "column": place.column, "end_line": place.end_line, "end_column": place.end_column}


def finding_json(finding: Any) -> dict[str, Any]:
    fix = finding.edits()
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "file": finding.place.file,
        "range": range_json(finding.place),
        "message": finding.message,
        "help": finding.help,
        "condition": finding.condition,
        "related": [{"message": item.message, "file": item.place.file, "range": range_json(item.place)}
                    for item in finding.related],
        "evidence": {"status": finding.evidence.status, "how": finding.evidence.how, "detail": finding.evidence.detail},
        "fix": None if fix is None else {
            "safe": fix.safe,
            "edits": [{"file": edit.place.file, "range": range_json(edit.place), "text": edit.text} for edit in fix.edits],
        },
    }
