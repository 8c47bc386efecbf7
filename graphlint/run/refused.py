"""Ops that are not run, with what to say of each."""

from __future__ import annotations

from graphlint.graph.graph import Operation

from .errors import RunError

_WHY = (
    (("PyFunc", "EagerPyFunc"), "calls Python code, which is never run"),
    (("UnexpandedGradient",),
     "stands for a gradient sub-graph that is not expanded; feed it, or fetch what is in front of the gradients"),
    (("Iterator", "OneShot", "AnonymousIterator", "MakeIterator", "MultiDeviceIterator"),
     "reads a dataset, which is not run; feed its outputs"),
    (("Queue", "FIFOQueue", "RandomShuffleQueue", "PaddingFIFOQueue", "PriorityQueue", "Barrier"),
     "works on a queue, which is not run; feed what is dequeued"),
    (("Reader", "TextLineReader", "WholeFileReader", "TFRecordReader", "FixedLengthRecordReader", "IdentityReader",
      "ReadFile", "WriteFile", "MatchingFiles", "RestoreV2", "Restore", "SaveV2", "Save", "RecordInput"),
     "touches files, which are not there; feed its outputs"),
    (("Decode", "Encode", "ExtractJpeg"),
     "needs an image or audio codec, which there is none of here; feed its outputs"),
    (("PartitionedCall", "StatefulPartitionedCall", "If", "While", "StatelessIf", "StatelessWhile", "Case",
      "SymbolicGradient", "RemoteCall", "MapDefun"), "calls a function graph, which is not run"),
    (("HashTable", "LookupTable", "MutableHashTable", "MutableDenseHashTable", "InitializeTable"),
     "works on a lookup table, which is not run; feed its outputs"),
)


def reason(op_type: str) -> str:
    """Why an op of this type is not run."""
    for prefixes, why in _WHY:
        if op_type in prefixes:
            return why
    for prefixes, why in _WHY:
        if any(op_type.startswith(prefix) for prefix in prefixes if len(prefix) > 4):
            return why
    if op_type.endswith(("Dataset", "DatasetV2")):
        return "makes a dataset, which is not run"
    return "has no numpy kernel"


def refuse(op: Operation) -> RunError:
    """The error for an op that cannot be run."""
    return RunError("unsupported", f"{op.name} ({op.type}) cannot be run: it {reason(op.type)}", op)
