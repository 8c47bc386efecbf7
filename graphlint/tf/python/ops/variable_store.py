"""The variables that get_variable made, by name, and how a missing one is made (variable_scope.py, _VariableStore)."""

from __future__ import annotations

import inspect
from typing import Any

from graphlint.graph import stack
from graphlint.graph.dtypes import DType, as_dtype
from graphlint.graph.graph import Tensor
from graphlint.libs.numpy.unknowns import UnknownScalar
from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.framework.tensor_shape import TensorShape, as_shape, script_sizes

from . import initial_values, resource_variable_ops, variables
from .partitioned import PartitionedVariable


@exposed
class PartitionInfo:
    """Where a slice sits in the whole variable: what initializers of partitioned variables are told."""

    def __init__(self, full_shape: list[int], var_offset: list[int]) -> None:
        self.full_shape = full_shape
        self.var_offset = var_offset

    def single_offset(self, shape: list[int]) -> int:
        dim = self.single_slice_dim(shape)
        return 0 if dim is None else self.var_offset[dim]

    def single_slice_dim(self, shape: list[int]) -> int | None:
        """The axis that is sliced, None where none is. ValueError where several are."""
        sliced = [axis for axis, size in enumerate(self.full_shape) if shape[axis] != size]
        if len(sliced) > 1:
            raise ValueError(f"Cannot use single_slice_dim() with shape {shape} and partition_info {self}")
        return sliced[0] if sliced else None


class VariableStore:
    """All variables of get_variable in one graph."""

    def __init__(self) -> None:
        self.vars: dict[str, Any] = {}
        self.partitioned: dict[str, PartitionedVariable] = {}

    def get(self, name: str, custom_getter: Any, **kwargs: Any) -> Any:
        """The variable of a full name, made where it may be. ValueError as TensorFlow."""
        if custom_getter is None:
            return self.true_getter(name, **kwargs)
        if not callable(custom_getter):
            raise ValueError(f"Passed a custom_getter which is not callable: {custom_getter}")
        accepted = _parameters(custom_getter)
        if accepted is not None and "constraint" not in accepted:
            kwargs.pop("constraint", None)
        return custom_getter(getter=self.true_getter, name=name, **kwargs)

    def true_getter(self, name: str, shape: Any = None, dtype: Any = "float32", initializer: Any = None,
                    regularizer: Any = None, reuse: Any = None, trainable: Any = None, collections: Any = None,
                    caching_device: Any = None, partitioner: Any = None, validate_shape: bool = True,
                    use_resource: Any = None, constraint: Any = None,
                    synchronization: Any = variables.VariableSynchronization.AUTO,
                    aggregation: Any = variables.VariableAggregation.NONE) -> Any:
        kwargs: dict[str, Any] = {
            "name": name, "shape": shape, "dtype": dtype, "initializer": initializer, "regularizer": regularizer,
            "reuse": reuse, "trainable": trainable, "collections": collections, "caching_device": caching_device,
            "validate_shape": validate_shape, "use_resource": use_resource, "constraint": constraint,
            "synchronization": synchronization, "aggregation": aggregation,
        }  # fmt: skip
        scalar = isinstance(shape, (list, tuple, TensorShape)) and _is_scalar(shape)
        if partitioner is not None and not scalar:
            if not callable(partitioner):
                raise ValueError(f"Partitioner must be callable, but received: {partitioner}")
            with ops.name_scope(None):
                return self._partitioned(partitioner=partitioner, **kwargs)
        if reuse is True and partitioner is None and name in self.partitioned:
            return self._partitioned(partitioner=None, **kwargs)
        if f"{name}/part_0" in self.vars:
            raise ValueError("No partitioner was provided, but a partitioned version of the variable was found: "
                             f"{name}/part_0. Perhaps a variable of the same name was already created with "
                             "partitioning?")
        return self._single(**kwargs)

    def _single(self, name: str, shape: Any, dtype: Any, initializer: Any, regularizer: Any, reuse: Any,
                partition_info: Any = None, **kwargs: Any) -> Any:
        from_value = initializer is not None and (not callable(initializer) or isinstance(initializer, UnknownScalar))
        if shape is not None and from_value:
            raise ValueError("If initializer is a constant, do not specify shape.")
        kind = as_dtype(dtype)
        wanted = as_shape(shape)
        if name in self.vars:
            return self._found(name, wanted, kind, reuse)
        if reuse is True:
            hint = "reuse=tf.AUTO_REUSE" if stack.world.release.reuse_auto else "reuse=None"
            raise ValueError(f"Variable {name} does not exist, or was not created with tf.get_variable(). Did you mean to "
                             f"set {hint} in VarScope?")
        if initializer is None:
            initializer = default_initializer(name, kind)
            from_value = False
        with ops.init_scope():
            value, value_dtype = (initializer, None) if from_value else _deferred(initializer, wanted, kind, partition_info)
        variable = variables.create(initial_value=value, name=name, dtype=value_dtype, **kwargs)
        self.vars[name] = variable
        if regularizer:
            self._regularize(name, variable, regularizer)
        return variable

    def _found(self, name: str, wanted: TensorShape, kind: DType, reuse: Any) -> Any:
        found = self.vars[name]
        if not reuse:
            hint = "reuse=True or reuse=tf.AUTO_REUSE" if stack.world.release.reuse_auto else "reuse=True"
            text = f"Variable {name} already exists, disallowed. Did you mean to set {hint} in VarScope?"
            if not isinstance(found, resource_variable_ops.ResourceVariable):
                text += " Originally defined at:\n\n"
            raise ValueError(text)
        if not wanted.is_compatible_with(found.get_shape()):
            raise ValueError(f"Trying to share variable {name}, but specified shape {wanted} and found shape "
                             f"{found.get_shape()}.")
        if not kind.is_compatible_with(found.dtype):
            raise ValueError(f"Trying to share variable {name}, but specified dtype {kind.name} and found dtype "
                             f"{found.dtype.name}.")
        return found

    def _regularize(self, name: str, variable: Any, regularizer: Any) -> None:
        with ops.colocate_with(variable), ops.name_scope(name + "/Regularizer/"), ops.init_scope():
            loss = regularizer(variable)
        if loss is not None:
            ops.add_to_collection(GraphKeys.REGULARIZATION_LOSSES, loss)

    def _partitioned(self, name: str, partitioner: Any, shape: Any, dtype: Any, initializer: Any, reuse: Any,
                     **kwargs: Any) -> Any:
        if name in self.vars:
            raise ValueError("A partitioner was provided, but an unpartitioned version of the variable was found: "
                             f"{name}.  Perhaps a variable of the same name was already created without partitioning?")
        wanted = as_shape(shape)
        if isinstance(initializer, Tensor):
            wanted = wanted.merge_with(initializer.get_shape())  # type: ignore[attr-defined]
        kind = as_dtype(dtype)
        partitions = call_partitioner(partitioner, wanted, kind) if not reuse or partitioner else None
        if name in self.partitioned:
            return self._found_partitioned(name, wanted, kind, partitions, reuse)
        if reuse is True:
            raise ValueError(f"PartitionedVariable {name} does not exist, or was not created with tf.get_variable(). Did "
                             "you mean to set reuse=False or reuse=tf.AUTO_REUSE in VarScope?")
        assert partitions is not None
        axis, count = _sliced_axis(partitions)
        parts = [
            self._part(name, number, offset, size, wanted, kind, initializer, reuse, kwargs)
            for number, (offset, size) in enumerate(slices(wanted.as_list(), count, axis))
        ]
        found = PartitionedVariable(name, wanted, kind, parts, partitions)
        self.partitioned[name] = found
        return found

    def _part(self, name: str, number: int, offset: list[int], size: list[int], whole: TensorShape, kind: DType,
              initializer: Any, reuse: Any, kwargs: dict[str, Any]) -> Any:
        from . import array_ops  # noqa: PLC0415

        full = f"{name}/part_{number}"
        shape: Any = size
        with ops.name_scope(full + "/PartitionedInitializer"):
            init = default_initializer(name, kind) if initializer is None else initializer
            if not callable(init):
                init = array_ops.slice(init if isinstance(init, Tensor) else convert(init, kind), offset, size)
                kind, shape = init.dtype.base_dtype, None
        info = PartitionInfo(full_shape=whole.as_list(), var_offset=offset)  # type: ignore[arg-type]
        with ops.name_scope(None):
            variable = self._single(name=full, shape=shape, dtype=kind, initializer=init, reuse=reuse,
                                    partition_info=info, **kwargs)
        variable._set_save_slice_info(variables.Variable.SaveSliceInfo(name, whole.as_list(), offset, size))
        return variable

    def _found_partitioned(self, name: str, wanted: TensorShape, kind: DType, partitions: Any, reuse: Any) -> Any:
        if reuse is False or reuse is None:
            raise ValueError(f"Partitioned variable with name {name} already exists. Did you mean to set reuse=True or "
                             "reuse=tf.AUTO_REUSE in VarScope?")
        found = self.partitioned[name]
        if not wanted.is_compatible_with(found.get_shape()):
            raise ValueError(f"Trying to reuse partitioned variable {name}, but specified shape {wanted} and found shape "
                             f"{found.get_shape()}.")
        if not kind.is_compatible_with(found.dtype):
            raise ValueError(f"Trying to reuse partitioned variable {name}, but specified dtype {kind.name} and found "
                             f"dtype {found.dtype.name}.")
        if partitions is not None and found._get_partitions() != partitions:
            raise ValueError(f"Trying to reuse partitioned variable {name}, but specified partitions {partitions} and "
                             f"found partitions {found._get_partitions()}.")
        return found


def _is_scalar(shape: Any) -> bool:
    return not (shape.ndims if isinstance(shape, TensorShape) else len(shape)) and not (
        isinstance(shape, TensorShape) and shape.ndims is None)


def _parameters(function: Any) -> frozenset[str] | None:
    """Names of a callable's parameters, None where it takes any keyword."""
    target = getattr(function, "func", function)
    code = getattr(target, "__code__", None)
    if code is not None:
        if code.co_flags & inspect.CO_VARKEYWORDS:
            return None
        return frozenset(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
    try:
        found = inspect.signature(target).parameters
    except (TypeError, ValueError):
        return None
    if any(p.kind is inspect.Parameter.VAR_KEYWORD for p in found.values()):
        return None
    return frozenset(found)


def _deferred(initializer: Any, shape: TensorShape, kind: DType, partition_info: Any) -> tuple[Any, DType | None]:
    """The initializer as a function without arguments, and the dtype it gives. ValueError where the shape isn't known."""
    if isinstance(initializer, type):
        initializer = initializer()
    sizes = script_sizes(shape)
    if sizes is not None:
        return initial_values.Deferred(initializer, sizes, kind, partition_info=partition_info), kind.base_dtype
    if _takes_nothing(initializer):
        return initializer, None
    raise ValueError("The initializer passed is not valid. It should be a callable with no arguments and the shape should "
                     "not be provided or an instance of `tf.keras.initializers.*' and `shape` should be fully defined.")


def _takes_nothing(function: Any) -> bool:
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return False
    return all(p.default is not inspect.Parameter.empty for p in found
               if p.kind in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD))


def default_initializer(name: str, kind: DType) -> Any:
    """Glorot uniform for floats, zeros for ints, bools and strings; ValueError for other types."""
    from . import init_ops  # noqa: PLC0415

    if kind.is_floating:
        return init_ops.GlorotUniform()
    if kind.is_integer or kind.is_bool or kind.name == "string":
        return init_ops.Zeros()
    raise ValueError(f"An initializer for variable {name} of {kind.base_dtype} is required")


def call_partitioner(partitioner: Any, shape: TensorShape, dtype: DType) -> list[int]:
    """The partitioner's answer, checked as TensorFlow does: one axis at most may be sliced."""
    if not shape.is_fully_defined():
        raise ValueError(f"Shape of a new partitioned variable must be fully defined, but instead was {shape}.")
    if (shape.ndims or 0) < 1:
        raise ValueError(f"A partitioned Variable must have rank at least 1, shape: {shape}")
    slicing = partitioner(shape=shape, dtype=dtype)
    if not isinstance(slicing, (list, tuple)):
        raise ValueError(f"Partitioner must return a sequence, but saw: {slicing}")
    if len(slicing) != shape.ndims:
        raise ValueError(f"Partitioner returned a partition list that does not match the Variable's rank: {slicing} vs. "
                         f"{shape}")
    if any(part < 1 for part in slicing):
        raise ValueError(f"Partitioner returned zero partitions for some axes: {slicing}")
    if sum(part > 1 for part in slicing) > 1:
        raise ValueError(f"Can only slice a variable along one dimension: shape: {shape}, partitioning: {slicing}")
    return list(slicing)


def _sliced_axis(partitions: list[int]) -> tuple[int, int]:
    for axis, count in enumerate(partitions):
        if count > 1:
            return axis, count
    return 0, partitions[0]


def slices(full: list[Any], count: int, axis: int) -> list[tuple[list[int], list[int]]]:
    """Offset and shape of each slice; the first ones get the remainder (none where the size isn't known)."""
    if count == 1:
        return [([0] * len(full), list(full))]
    whole = full[axis]
    small, extra = divmod(whole, count) if type(whole) is int else (whole // count, 0)
    found = []
    offset = [0] * len(full)
    for number in range(count):
        size = list(full)
        size[axis] = small + (number < extra)
        found.append((list(offset), size))
        offset[axis] += size[axis]
    return found
