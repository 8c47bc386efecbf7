"""Staging areas and records read from files (ops/data_flow_ops.py). MapStagingArea is not modelled."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape, from_dims
from graphlint.tf.python.lib.io import tf_record
from graphlint.tf.python.ops import array_joining, array_shape, control_flow_ops

from .data_flow_queues import scope_values


@exposed
class StagingArea:
    """Tensors put aside on a device."""

    def __init__(self, dtypes: Any, shapes: Any = None, names: Any = None, shared_name: Any = None, capacity: Any = 0,
                 memory_limit: Any = 0) -> None:
        if shared_name is not None and not isinstance(shared_name, str):
            raise ValueError("shared_name must be a string")
        self._name = stack.default_graph().unique_name(type(self).__name__) if shared_name is None else shared_name
        self._dtypes = dtypes
        if shapes is not None and len(shapes) != len(dtypes):
            raise ValueError("StagingArea shapes must be the same length as dtypes")
        self._shapes = [TensorShape(shape) for shape in (shapes if shapes is not None else [None] * len(dtypes))]
        if names is not None and len(names) != len(dtypes):
            raise ValueError("StagingArea names must be the same length as dtypes")
        self._names = names
        self._capacity, self._memory_limit = capacity, memory_limit
        with ops.name_scope(f"{self._name}_root"):
            self._coloc_op = control_flow_ops.no_op()

    @property
    def name(self) -> str:
        return self._name

    @property
    def dtypes(self) -> Any:
        return self._dtypes

    @property
    def shapes(self) -> list[TensorShape]:
        return self._shapes

    @property
    def names(self) -> Any:
        return self._names

    @property
    def capacity(self) -> Any:
        return self._capacity

    @property
    def memory_limit(self) -> Any:
        return self._memory_limit

    def _limits(self) -> dict[str, Any]:
        return {"capacity": self._capacity, "memory_limit": self._memory_limit, "shared_name": self._name}

    def _components(self, vals: Any) -> list[Tensor]:
        places = list(range(len(vals)))
        if isinstance(vals, dict):
            if not self._names:
                raise ValueError("Staging areas must have names to enqueue a dictionary")
            if not set(vals).issubset(self._names):
                raise ValueError("Keys in dictionary to put do not match names of staging area. Dictionary: "
                                 f"({sorted(vals)}), Queue: ({sorted(self._names)})")
            places = [at for at, name in enumerate(self._names) if name in vals]
            vals = [vals[self._names[at]] for at in places]
        elif self._names:
            raise ValueError("You must enqueue a dictionary in a staging area with names")
        if len(vals) > len(self._dtypes):
            raise ValueError(f"Unexpected number of inputs '{len(vals)}' vs '{len(self._dtypes)}'")
        found = []
        for value, at in zip(vals, places, strict=True):
            if value.dtype != self._dtypes[at]:
                raise ValueError(f"Datatypes do not match. '{value.dtype}' != '{self._dtypes[at]}'")
            from_dims(value.dims).assert_is_compatible_with(self._shapes[at])
            found.append(convert(value, self._dtypes[at], f"component_{at}"))
        return found

    def put(self, values: Any, name: Any = None) -> Any:
        with ops.name_scope(name, f"{self._name}_put", scope_values(values)) as scope:
            found = self._components(values if isinstance(values, (list, tuple, dict)) else [values])
            with ops.colocate_with(self._coloc_op):
                return gen.Stage(found, name=scope, **self._limits())

    def _taken(self, tensors: list[Any]) -> Any:
        if control_flow_ops.no_op().device != self._coloc_op.device:
            tensors = [array_shape.identity(tensor) for tensor in tensors]
        for output, shape in zip(tensors, self._shapes, strict=True):
            output.set_shape(shape)
        return dict(zip(self._names, tensors, strict=True)) if self._names else tensors

    def get(self, name: Any = None) -> Any:
        with ops.colocate_with(self._coloc_op):
            found = gen.Unstage(dtypes=self._dtypes, name=f"{self._name}_get" if name is None else name, **self._limits())
        return self._taken(found)

    def peek(self, index: Any, name: Any = None) -> Any:
        with ops.colocate_with(self._coloc_op):
            found = gen.StagePeek(index, dtypes=self._dtypes, name=f"{self._name}_peek" if name is None else name,
                                  **self._limits())
        return self._taken(found)

    def size(self, name: Any = None) -> Any:
        return gen.StageSize(dtypes=self._dtypes, name=f"{self._name}_size" if name is None else name, **self._limits())

    def clear(self, name: Any = None) -> Any:
        return gen.StageClear(dtypes=self._dtypes, name=f"{self._name}_clear" if name is None else name, **self._limits())


@exposed
class RecordInput:
    """Records of files in a random order, by the batch."""

    def __init__(self, file_pattern: Any, batch_size: Any = 1, buffer_size: Any = 1, parallelism: Any = 1,
                 shift_ratio: Any = 0, seed: Any = 0, name: Any = None, batches: Any = None,
                 compression_type: Any = None) -> None:
        self._batch_size = batch_size if batches is None else batch_size * batches
        self._batches, self._name = batches, name
        self._compression_type = tf_record.TFRecordOptions.get_compression_type_string(compression_type or 0)
        self._attrs = {"file_pattern": file_pattern, "file_buffer_size": buffer_size, "file_parallelism": parallelism,
                       "file_shuffle_shift_ratio": shift_ratio, "file_random_seed": seed}

    def get_yield_op(self) -> Any:
        records = gen.RecordInput(batch_size=self._batch_size, compression_type=self._compression_type, name=self._name,
                                  **self._attrs)
        if self._batches is None:
            return records
        with ops.name_scope(self._name):
            found: list[list[Any]] = [[] for _ in range(self._batches)]
            for at, record in enumerate(array_joining.split(records, self._batch_size, 0)):
                found[at % self._batches].append(array_shape.reshape(record, []))
            return found
