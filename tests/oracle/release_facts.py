"""Records what differs between releases, against 1.15: `python -m tests.oracle.release_facts [RELEASE...]`.

A row of releases is written as minor versions: "0-3,7" is 1.0 to 1.3 and 1.7. What is the same in all is left out.

`graphlint/tf/facts/releases.json`:
    `symbols`: {public module: {releases: "name name ..."}}: the releases that have these names (those of all
        are not listed; a module that some releases lack is listed in `modules`: {module: releases}).
    `called`: {public module: {releases: its own name, which errors tell, where that is another one}}.
    `gone`: {"public module.name": "module:attribute" where the newest release that has it defines it}, not in 1.15.
    `functions`: {"module:function" of 1.15: {releases: [PARAM...]}}: signatures that differ from those of 1.15.
    `named`: {"module:function" of 1.15: {releases: name}}: where its own name, which errors tell, was another one.
    `classes`: {"module:Class" of 1.15: {method: {releases: [PARAM...] or null where the method is missing}}};
        ["@p"] is a property.
    `gradients`: {releases: "op type ..."}: where the set of op types with a gradient differs.
`graphlint/ops/facts/opdefs_by_release.json`, `ops`: {op type: {releases: definition, null where there is no such op}}.

PARAM and the definitions are written as `facts` describes. Releases whose environment is missing are not recorded;
`meta` says which were.
"""

import json
import sys
from collections.abc import Iterable
from typing import Any

from tests.oracle import facts
from tests.oracle.environments import RELEASES, installed

Rows = dict[str, dict[str, Any]]
_NEWEST = 15


def minor(release: str) -> int:
    """1.4.1 is 4."""
    return int(release.split(".")[1])


def row(numbers: Iterable[int]) -> str:
    """0, 1, 2, 7 is "0-2,7"."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(f"{a}" if a == b else f"{a}-{b}" for a, b in spans)


def grouped(values: dict[int, Any], leave_out: Any = None) -> dict[str, Any]:
    """{4: x, 5: x, 6: y} is {"4-5": x, "6": y}; values equal to `leave_out` are left out."""
    by_text: dict[str, list[int]] = {}
    for number, value in values.items():
        by_text.setdefault(json.dumps(value, sort_keys=True), []).append(number)
    skipped = json.dumps(leave_out, sort_keys=True)
    return {row(numbers): json.loads(text) for text, numbers in by_text.items() if text != skipped}


class Tables:
    """One release's facts, asked by public name."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self._homes = raw["symbols"]["homes"]
        self._inner = raw["inner"]
        self.modules = {name: self._names(name) for name in raw["symbols"]["modules"] if ".compat." not in name}

    def _names(self, module: str) -> dict[str, Any]:
        found: dict[str, Any] = self.raw["symbols"]["modules"][module]
        return found

    def names_of(self, module: str) -> set[str] | None:
        """The names of a public module, also of one that 1.15 reaches through an inner path."""
        if module in self.modules:
            return set(self.modules[module])
        parent, _, last = module.rpartition(".")
        link = self.modules.get(parent, {}).get(last)
        if not isinstance(link, str) or not link.startswith("m:"):
            return None
        return self._inner_names(link[2:])

    def _inner_names(self, module: str) -> set[str] | None:
        entry = self._inner["modules"].get(module)
        if entry is None:
            return None
        words = [entry.get("own", ""), *entry.get("from", {}).values(), *entry.get("modules", {}).values()]
        return {word.partition("=")[0] for text in words for word in text.split()} | set(entry.get("constants", ()))

    def home(self, module: str, name: str) -> tuple[str, str, str] | None:
        """(f or c, defining module, attribute) of a public function or class."""
        entry = self.modules.get(module, {}).get(name)
        if not isinstance(entry, str) or entry[0] not in "fc":
            return None
        index, _, other = entry[1:].partition(":")
        return entry[0], self._homes[int(index)], other or name

    def function(self, home: tuple[str, str, str]) -> Any:
        """The parameters of a function, None if they were not recorded."""
        return self.raw["signatures"]["functions"].get(home[1], {}).get(home[2])

    def methods(self, home: tuple[str, str, str]) -> dict[str, Any]:
        """The parameters of all methods of a class, inherited ones and properties included."""
        found: dict[str, Any] = {}
        for base_home, base_name in self._lineage(home[1], home[2]):
            entry = self.raw["signatures"]["classes"].get(base_home, {}).get(base_name, {})
            for name, parameters in entry.get("methods", {}).items():
                found.setdefault(name, parameters)
            for name in entry.get("properties", ()):
                found.setdefault(name, ["@p"])
        return found

    def _lineage(self, module: str, name: str) -> list[tuple[str, str]]:
        line, waiting = [], [(module, name)]
        while waiting:
            place = waiting.pop(0)
            if place not in line:
                line.append(place)
                entry = self.raw["signatures"]["classes"].get(place[0], {}).get(place[1], {})
                waiting.extend((base[0], base[1]) for base in entry.get("bases", ()))
        return line


def symbols(tables: dict[int, Tables]) -> dict[str, Any]:
    """Which names and modules which releases have; and where names that 1.15 lacks were defined."""
    every = {module for table in tables.values() for module in table.modules}
    modules, names, gone = {}, {}, {}
    for module in sorted(every):
        having = {number: table.names_of(module) for number, table in tables.items()}
        present = {number: found for number, found in having.items() if found is not None}
        if len(present) < len(tables):
            modules[module] = row(present)
        rows: dict[str, list[str]] = {}
        for name in sorted(set().union(*present.values())):
            numbers = [number for number, found in present.items() if name in found]
            if len(numbers) < len(present):
                rows.setdefault(row(numbers), []).append(name)
            if max(numbers) < _NEWEST:
                home = tables[max(numbers)].home(module, name)
                if home:
                    gone[f"{module}.{name}"] = f"{home[1]}:{home[2]}"
        if rows:
            names[module] = {numbers: " ".join(found) for numbers, found in rows.items()}
    return {"modules": modules, "symbols": names, "gone": gone}


def signatures(tables: dict[int, Tables]) -> dict[str, Any]:
    """Functions and methods whose parameters differ from those of 1.15."""
    functions: Rows = {}
    named: Rows = {}
    classes: Rows = {}
    for home, paths in public_paths(tables[_NEWEST]).items():
        key = f"{home[1]}:{home[2]}"
        known = older_homes(tables, home[0], paths)
        if home[0] == "f":
            functions[key] = _function_rows(tables, home, known)
            named[key] = grouped({number: place[2] for number, place in known.items()}, home[2])
        else:
            classes[key] = _class_rows(tables, home, known)
    return {
        "functions": {key: rows for key, rows in functions.items() if rows},
        "named": {key: rows for key, rows in named.items() if rows},
        "classes": {key: rows for key, rows in classes.items() if rows},
    }


def called(tables: dict[int, Tables]) -> Rows:
    """The `__name__` of public modules."""
    found: dict[str, dict[int, str]] = {}
    for number, table in tables.items():
        for module in table.modules:
            found.setdefault(module, {})[number] = table.raw["called"][module]
    rows = {path: grouped(names, path) for path, names in found.items()}
    return {path: names for path, names in rows.items() if names}


def public_paths(newest: Tables) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
    """The home of each public function and class -> (module, name) of all its public names, plain ones first."""
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for module, names in newest.modules.items():
        for name in names:
            home = newest.home(module, name)
            if home is not None:
                found.setdefault(home, []).append((module, name))
    for paths in found.values():
        paths.sort(key=lambda path: (".contrib." in path[0], path[0].count("."), path))
    return found


def older_homes(tables: dict[int, Tables], kind: str, paths: list[tuple[str, str]]) -> dict[int, tuple[str, str, str]]:
    """Where each older release defines what 1.15 has under some public names, by the first that it has too."""
    found = {}
    for number, table in tables.items():
        homes = (table.home(module, name) for module, name in paths)
        home = next((home for home in homes if home is not None and home[0] == kind), None)
        if home is not None and number != _NEWEST:
            found[number] = home
    return found


def _function_rows(tables: dict[int, Tables], home: tuple[str, str, str], known: dict[int, Any]) -> dict[str, Any]:
    now = tables[_NEWEST].function(home)
    values = {number: tables[number].function(place) for number, place in known.items()}
    return grouped({number: value for number, value in values.items() if value is not None}, now) if now else {}


def _class_rows(tables: dict[int, Tables], home: tuple[str, str, str], known: dict[int, Any]) -> dict[str, Any]:
    now = tables[_NEWEST].methods(home)
    older = {number: tables[number].methods(place) for number, place in known.items()}
    rows = {}
    for method in sorted({*now, *(name for found in older.values() for name in found)}):
        found = grouped({number: methods.get(method) for number, methods in older.items()}, now.get(method))
        if found:
            rows[method] = found
    return rows


def opdefs(tables: dict[int, Tables]) -> dict[str, Any]:
    """Op definitions that differ from those of 1.15."""
    now = tables[_NEWEST].raw["opdefs"]
    found = {}
    for op_type in sorted({name for table in tables.values() for name in table.raw["opdefs"]}):
        values = {number: table.raw["opdefs"].get(op_type) for number, table in tables.items() if number != _NEWEST}
        rows = grouped(values, now.get(op_type))
        if rows:
            found[op_type] = rows
    return found


def gradients(tables: dict[int, Tables]) -> dict[str, str]:
    """Op types with a gradient in some releases only."""
    rows: dict[str, list[str]] = {}
    having = {number: set(table.raw["gradients"]["gradient"]) for number, table in tables.items()}
    for op_type in sorted(set().union(*having.values())):
        numbers = [number for number, found in having.items() if op_type in found]
        if len(numbers) < len(tables):
            rows.setdefault(row(numbers), []).append(op_type)
    return {numbers: " ".join(found) for numbers, found in rows.items()}


def main() -> int:
    """Record the named releases, or all that are installed, and write the two files."""
    releases = sys.argv[1:] or [release for release in RELEASES if installed(release)]
    public = json.loads((facts.TF_FACTS / f"symbols_{facts.RELEASE}.json").read_text("utf8"))["modules"]
    tables = {}
    for release in releases:
        tables[minor(release)] = Tables(facts.record(release, public if minor(release) != _NEWEST else ()))
        print(f"{release}: {len(tables[minor(release)].raw['opdefs'])} ops", flush=True)
    command = "python -m tests.oracle.release_facts"
    meta = {"made_by": command, "tensorflow": [table.raw["release"] for table in tables.values()]}
    found = {**symbols(tables), "called": called(tables), **signatures(tables), "gradients": gradients(tables)}
    facts.write(facts.TF_FACTS / "releases.json", meta, found)
    facts.write(facts.OPS_FACTS / "opdefs_by_release.json", meta, {"ops": opdefs(tables)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
