"""`graphlint rules`: all rules with their codes."""

from __future__ import annotations

import argparse
import json

from graphlint.cli.main import OK


def main(options: argparse.Namespace) -> int:
    from graphlint.rules.registry import all_rules

    if options.format == "json":
        print(json.dumps([{"code": rule.code, "name": rule.name, "severity": rule.severity, "summary": rule.summary}
                          for rule in all_rules()]))
        return OK
    width = max(len(rule.name) for rule in all_rules())
    for rule in all_rules():
        print(f"{rule.code}  {rule.name:<{width}}  {rule.severity:<7}  {rule.summary}")
    return OK
