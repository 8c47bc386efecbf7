"""A floor imports only from the floors under it; the imports are read from the sources, not run."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS = {
    "shapecalc": 0,
    "graphlint.graph": 1, "graphlint.source": 1,
    "graphlint.ops": 2, "graphlint.sandbox": 2,
    "graphlint.tf": 3, "graphlint.libs": 3,
    "graphlint.trace": 4, "graphlint.tracing": 4, "graphlint.run": 4,
    "graphlint.rules": 5,
    "graphlint.report": 6, "graphlint.cli": 6, "graphlint.config": 6,
}  # fmt: skip


def floor_of(module: str) -> int | None:
    for name, floor in FLOORS.items():
        if module == name or module.startswith(name + "."):
            return floor
    return None


def module_of(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    if parts[0] == "rules":
        parts[:1] = ["graphlint", "rules"]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path, module: str) -> set[str]:
    found = set()
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            source = ".".join(part for part in (base, node.module or "") if part)
            found.update(f"{source}.{alias.name}" for alias in node.names)
    return found


SOURCES = [path for folder in ("shapecalc", "graphlint", "rules") for path in sorted((ROOT / folder).rglob("*.py"))]


@pytest.mark.parametrize("folder", ["shapecalc", "graphlint", "rules"])
def test_imports_go_down(folder: str) -> None:
    upward = []
    for path in SOURCES:
        if path.relative_to(ROOT).parts[0] != folder:
            continue
        module = module_of(path)
        own = floor_of(module)
        if own is None:
            continue
        upward += [f"{module} -> {name}" for name in imports_of(path, module) if (floor_of(name) or 0) > own]
    assert upward == []


def test_every_module_has_a_floor() -> None:
    free = {"graphlint", "graphlint.__main__", "graphlint.cli.main"}
    assert [m for m in map(module_of, SOURCES) if floor_of(m) is None and m not in free] == []
