# ruff: noqa: UP031 - runs under Python 3.7 too
"""One op on given inputs: the notation of the recorded cases, and the arrays that are fed to them.

Runs under the oracle's Python 3.7 too, hence free of newer syntax. An input is `f[?,5,3]` (a placeholder), `f?` (of
unknown rank), `i=[1,2]` (a constant), `v[3]` (a reference variable) or `r[3]` (a resource variable) of float32.
"""

import json
import zlib

import numpy as np

DTYPES = {"f": "float32", "d": "float64", "i": "int32", "l": "int64", "u": "uint8", "b": "bool", "s": "string",
          "h": "float16", "v": "float32", "r": "float32", "q": "quint8", "Q": "qint32"}
UNKNOWN_SIZE = 2


class Input:
    """One input of a case, parsed."""

    def __init__(self, text):
        self.text = text
        self.kind = text[0]
        self.dtype = DTYPES[text[0]]
        self.value = np.array(json.loads(text[2:]), self.dtype) if text[1] == "=" else None
        self.dims = None
        if text[1] == "[":
            self.dims = [None if d == "?" else int(d) for d in text[2:-1].split(",") if d]

    def array(self, case_key, index):
        """The array that is fed: a function of the case and the input's place alone."""
        dims = [UNKNOWN_SIZE if d is None else d for d in self.dims or []]
        rng = np.random.RandomState(zlib.crc32(("%s %d" % (case_key, index)).encode()) % (2**31))
        if self.dtype in ("int32", "int64"):
            return rng.randint(0, 2, dims).astype(self.dtype)
        if self.dtype == "uint8":
            return rng.randint(0, 256, dims).astype(self.dtype)
        if self.dtype == "bool":
            return rng.rand(*dims) < 0.5
        drawn = rng.uniform(0.1, 1.0, dims) if self.kind in "vr" else rng.standard_normal(dims)
        return np.asarray(drawn, self.dtype)


def key_of(case):
    """The line that names a case in the recorded answers."""
    op_type, inputs, attrs = case[:3]
    return "%s(%s)%s" % (op_type, ", ".join(inputs), json.dumps(attrs, sort_keys=True) if attrs else "")
