"""Lookup tables: kept as dicts, filled by their initializers from tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graphlint.graph.graph import Operation

from .handlers import handles
from .values import plain

if TYPE_CHECKING:
    from .session import Session


@handles("HashTable", "HashTableV2", "MutableHashTable", "MutableHashTableV2")
def table(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    key = ("table", op.attrs.get("shared_name") or op.name)
    return [session.resources.setdefault(key, {})]


@handles("InitializeTable", "InitializeTableV2", "LookupTableInsert", "LookupTableInsertV2", "LookupTableImport",
         "LookupTableImportV2")
def fill(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    keys, found = np.ravel(plain(inputs[1])), plain(inputs[2])
    inputs[0].update({_key(key): value for key, value in zip(keys, np.asarray(found), strict=True)})
    return []


def _key(key: Any) -> Any:
    return key.encode() if isinstance(key, str) else key if isinstance(key, bytes) else int(key)


@handles("LookupTableFind", "LookupTableFindV2")
def find(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    keys, default = np.asarray(plain(inputs[1])), plain(inputs[2])
    kind = op.outputs[0].dtype.numpy_type
    found = [inputs[0].get(_key(key), default) for key in keys.ravel()]
    array = np.empty(len(found), kind)
    array[:] = found
    return [array.reshape(keys.shape)]


@handles("LookupTableSize", "LookupTableSizeV2")
def size(session: Session, op: Operation, inputs: list[Any]) -> list[Any]:
    return [np.int64(len(inputs[0]))]
