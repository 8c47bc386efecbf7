"""`show GOLDEN...`: prints goldens in a form that can be read and reviewed."""

import argparse
from collections.abc import Iterator
from typing import Any

from tests.oracle.goldens import read


def main(arguments: argparse.Namespace) -> int:
    """Print each golden."""
    for path in arguments.golden:
        for line in lines(read(path), attrs=arguments.attrs):
            print(line)
    return 0


def lines(golden: dict[str, Any], *, attrs: bool = False) -> Iterator[str]:
    """One line for each op, variable and collection."""
    yield f"TensorFlow {golden['tf']}: {golden['status']}"
    if golden.get("error"):
        at = golden["error"]["at"] or {"file": "?", "line": "?"}
        yield f"  {golden['error']['type']} at {at['file']}:{at['line']}: {golden['error']['message']}"
    for number, graph in enumerate(golden["graphs"]):
        yield f"graph {number}: {len(graph['ops'])} ops"
        for op in graph["ops"]:
            outputs = ", ".join(f"{out['dtype']}{_shape(out['shape'])}" for out in op["outputs"])
            place = f"  # {op['source'][0]['file']}:{op['source'][0]['line']}" if op["source"] else ""
            yield f"  {op['name']} = {op['op']}({', '.join(op['inputs'])}) -> {outputs or '()'}{place}"
            if attrs:
                yield f"      {op['attrs']}"
        for variable in graph["variables"]:
            kind = "trainable" if variable["trainable"] else "variable"
            yield f"  {kind} {variable['name']} {variable['dtype']}{variable['shape']}"
        for key, items in sorted(graph["collections"].items()):
            yield f"  collection {key}: {', '.join(items)}"


def _shape(shape: list[int | None] | None) -> str:
    return "<unknown>" if shape is None else f"[{','.join('?' if dim is None else str(dim) for dim in shape)}]"
