"""`graphlint explain CODE`: what a rule finds, why that is bad, an example, what to do."""

from __future__ import annotations

import argparse
import sys
from difflib import get_close_matches
from inspect import cleandoc

from graphlint.cli.main import FAILED, OK


def main(options: argparse.Namespace) -> int:
    from graphlint.rules.registry import all_rules, find

    rule = find(options.code)
    if rule is None:
        names = [name for item in all_rules() for name in (item.code, item.name)]
        near = get_close_matches(options.code.upper(), names, 1) or get_close_matches(options.code.lower(), names, 1)
        hint = f"; did you mean {near[0]}?" if near else "; `graphlint rules` lists them"
        print(f"graphlint: there is no rule {options.code}{hint}", file=sys.stderr)
        return FAILED
    print(f"{rule.code} {rule.name} ({rule.severity})\n\n{cleandoc(rule.documentation)}")
    return OK
