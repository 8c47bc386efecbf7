"""Every rule finds its own bad scripts and is silent on its good ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from graphlint.rules.registry import Rule, all_rules, check

from graphlint.trace import trace

RULES = all_rules()


def findings(rule: Rule, source: str, tmp_path: Path) -> list[Any]:
    path = tmp_path / "model.py"
    path.write_text(source, "utf8")
    return check(trace(path), [rule])


@pytest.mark.parametrize(("rule", "number"), [(rule, n) for rule in RULES for n in range(len(rule.bad))],
                         ids=lambda value: getattr(value, "code", value))
def test_bad_is_found(rule: Rule, number: int, tmp_path: Path) -> None:
    found = findings(rule, rule.bad[number], tmp_path)
    assert found
    for finding in found:
        assert finding.code == rule.code
        assert finding.message
        assert finding.help
        assert finding.evidence.status in ("confirmed", "not run")
        assert finding.place.line >= 1


@pytest.mark.parametrize(("rule", "number"), [(rule, n) for rule in RULES for n in range(len(rule.good))],
                         ids=lambda value: getattr(value, "code", value))
def test_good_is_not(rule: Rule, number: int, tmp_path: Path) -> None:
    assert findings(rule, rule.good[number], tmp_path) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_documentation_has_its_headings(rule: Rule) -> None:
    assert rule.good
    assert rule.bad
    for heading in ("## What it does", "## Why is this bad", "## Example", "## Use instead"):
        assert heading in rule.documentation
