"""Runs each case of probe files in a fork of its own and writes what it built, emitted and raised, as JSON.

usage: record_cases.py OUTPUT FILE... Runs under an oracle's own Python (3.6 or 3.7). A case is a function `case_x` of
no arguments that uses the globals tf, np and emit, and what a `given.py` beside its file defines.
"""

import json
import os
import sys
import warnings
from typing import Any, Dict, List

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["AUTOGRAPH_VERBOSITY"] = "0"
warnings.filterwarnings("ignore")

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

import dump  # noqa: E402


def emitted(value: Any) -> Any:
    """A value that a case hands out, as plain data."""
    if isinstance(value, (list, tuple)):
        return [emitted(item) for item in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return str(value)


def run(function: Any, emits: List[Any]) -> Dict[str, Any]:
    """What one case leaves in a fresh graph."""
    found: Dict[str, Any] = {}
    graph = tf.Graph()
    with graph.as_default():
        try:
            function()
        except Exception as error:
            found["error"] = {"type": type(error).__name__, "msg": str(error)}
    found["ops"] = [_op(op) for op in graph.get_operations()]
    found["collections"] = dump.collections(graph)
    found["emit"] = emits
    return found


def _op(op: Any) -> Dict[str, Any]:
    entry = dump.operation(op, os.devnull)
    return {
        "n": entry["name"],
        "t": entry["op"],
        "i": [name for name in entry["inputs"] if not name.startswith("^")],
        "c": [name[1:] for name in entry["inputs"] if name.startswith("^")],
        "d": [output.dtype.name for output in op.outputs],
        "s": [shape and [-1 if dim is None else dim for dim in shape] for shape in (o["shape"] for o in entry["outputs"])],
        "a": entry["attrs"],
        "dev": entry.get("device", ""),
    }


def forked(function: Any, emits: List[Any]) -> Dict[str, Any]:
    """The same in a child process, so that nothing of one case reaches the next."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as stream:
            json.dump(run(function, emits), stream, default=str)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        text = stream.read()
    os.waitpid(child, 0)
    answer: Dict[str, Any] = json.loads(text)
    return answer


def main(output: str, paths: List[str]) -> None:
    """Write the answers of all cases, by file and name."""
    answers: Dict[str, Dict[str, Any]] = {}
    for path in paths:
        emits: List[Any] = []
        space = {"tf": tf, "np": np, "emit": lambda *values, into=emits: into.append(emitted(values)), "__name__": "probe"}
        given = os.path.join(os.path.dirname(path), "given.py")
        for text in [given, path] if os.path.exists(given) else [path]:
            with open(text) as source:
                exec(compile(source.read(), text, "exec"), space)
        probe = os.path.splitext(os.path.basename(path))[0]
        answers[probe] = {
            name[len("case_") :]: forked(value, emits) for name, value in space.items() if name.startswith("case_")
        }
    packages = os.path.dirname(os.path.dirname(tf.__file__)) + os.sep
    with open(output, "w") as stream:
        stream.write(json.dumps(answers).replace(packages, ""))  # messages quote lines of TensorFlow's own files


main(sys.argv[1], sys.argv[2:])
