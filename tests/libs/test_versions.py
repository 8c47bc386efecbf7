"""Versions are compared as distutils and packaging compare them, so a script's branches for old releases aren't taken."""

from __future__ import annotations

import pytest

from graphlint.trace import Unknown, trace

HEAD = """
import distutils.version
from distutils.version import LooseVersion, StrictVersion
from packaging import version
from pkg_resources import parse_version
import tensorflow as tf
"""
ORDER = ["0.9", "1.0.dev3", "1.0a2", "1.0rc1", "1.0", "1.0.post1", "1.10"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("distutils.version.LooseVersion(tf.VERSION) >= distutils.version.LooseVersion('0.12.0')", True),
        ("LooseVersion(tf.__version__) < LooseVersion('1.4')", False),
        ("LooseVersion('1.10') == '1.10', LooseVersion('1.10').version, str(LooseVersion('1.10'))", (True, [1, 10], "1.10")),
        ("StrictVersion('1.2') > '1.1.5', StrictVersion('1.2a1') < StrictVersion('1.2')", (True, True)),
        ("version.parse(tf.__version__) >= version.parse('1.15.0rc2')", True),
        ("version.parse(tf.__version__).major, version.Version('1.2').micro", (1, 0)),
        ("parse_version(tf.__version__) < parse_version('2.0.0-alpha0')", True),
        (f"[str(v) for v in sorted(map(parse_version, {ORDER[::-1]!r}))]", ORDER),
    ],
)
def test_comparisons(text, value):
    assert trace("script.py", f"{HEAD}found = {text}").namespace["found"] == value


def test_a_version_that_is_not_known_is_no_error():
    text = "import json\nv = LooseVersion(json.load(open('f'))['v'])\nold = v < LooseVersion('1')"
    found = trace("script.py", HEAD + text, paths=1)
    assert isinstance(found.namespace["old"], Unknown)
    assert not [event for event in found.events if event.kind == "error"]


def test_what_is_no_version_is_the_scripts_error():
    found = trace("script.py", HEAD + "StrictVersion('1.2.3.4')")
    assert [str(event.exception) for event in found.events if event.kind == "error"] == ["invalid version number '1.2.3.4'"]


def test_the_libraries_own_versions_are_not_known_and_no_error():
    found = trace("script.py", "import packaging\nfound = packaging.__version__")
    assert isinstance(found.namespace["found"], Unknown)
    assert not [event for event in found.events if event.kind == "error"]
