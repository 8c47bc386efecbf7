"""Rules of other distributions are found by their entry points."""

import os
import subprocess
import sys
from pathlib import Path

RULE = '''
"""A rule from elsewhere."""
CODE, NAME, SEVERITY = "XX901", "from-elsewhere", "info"
def check(trace):
    return []
'''
COMMAND = """
import sys
from graphlint.rules.registry import all_rules
print(*(rule.code for rule in all_rules()), 'email' in sys.modules)
"""


def codes(folder: Path) -> str:
    done = subprocess.run([sys.executable, "-c", COMMAND], capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": str(folder)})
    return done.stdout


def test_rules_of_other_distributions_are_found(tmp_path):
    (tmp_path / "elsewhere.py").write_text(RULE)
    info = tmp_path / "elsewhere-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: elsewhere\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[graphlint.rules]\nelsewhere = elsewhere\n")
    assert "XX901" in codes(tmp_path)


def test_metadata_is_not_read_where_nobody_registers_a_rule(tmp_path):
    found = codes(tmp_path)
    assert "XX901" not in found
    assert found.split()[-1] == "False"
