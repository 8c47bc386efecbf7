"""The ops below `save/`: what is saved, in the order of its names, and how it is restored.

From training/saver.py and training/saving/saveable_object_util.py.
"""

from __future__ import annotations

from itertools import islice
from typing import Any, NamedTuple

from graphlint.graph import stack
from graphlint.graph.graph import Operation, Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.ops import array_ops, control_flow_ops, resource_variable_ops, state_ops
from graphlint.tf.python.ops.partitioned import PartitionedVariable
from graphlint.tf.python.ops.variables import RefVariable, Variable
from graphlint.tf.python.training.saving.distributed_saveables import DistributedSaveable
from graphlint.tf.python.training.saving.saveable_object import SaveableObject

# the formats of checkpoints
V1, V2 = 1, 2

_REFERENCES = frozenset({"Variable", "VariableV2", "AutoReloadVariable"})


class Spec(NamedTuple):
    """How one tensor stands in a checkpoint."""

    name: str
    slice: str
    dtype: Any


class Saveable(NamedTuple):
    """One tensor of a checkpoint: the reference of a variable, or the handle of a resource variable."""

    name: str
    spec: str
    target: Any
    reference: bool
    read: Any

    @property
    def specs(self) -> list[Spec]:
        dtype = self.target.dtype if self.reference else self.target.op.attrs["dtype"]
        return [Spec(self.name, self.spec, dtype.base_dtype)]

    def tensors(self) -> list[Tensor]:
        return [self.read()]

    @property
    def device(self) -> str:
        return self.target.op.device  # type: ignore[no-any-return]

    def restore(self, tensors: list[Tensor], reshape: bool) -> Any:
        tensor, = tensors
        if not self.reference:
            return gen.AssignVariableOp(self.target, gen.Identity(tensor))
        if reshape:
            tensor = array_ops.reshape(tensor, _full_shape(self.target))
        static = self.target.get_shape().is_fully_defined()
        return state_ops.assign(self.target, tensor, validate_shape=not reshape and static)


class OwnSaveable(NamedTuple):
    """What saves and restores itself: several tensors of a table, of cuDNN's parameters, of an iterator."""

    target: Any
    own: SaveableObject

    @property
    def name(self) -> str:
        return self.own.name  # type: ignore[no-any-return]

    @property
    def specs(self) -> list[Spec]:
        return [Spec(spec.name, spec.slice_spec, spec.dtype) for spec in self.own.specs]

    def tensors(self) -> list[Tensor]:
        return [spec.tensor for spec in self.own.specs]

    @property
    def device(self) -> str:
        return self.own.device  # type: ignore[no-any-return]

    def restore(self, tensors: list[Tensor], reshape: bool) -> Any:
        return self.own.restore(tensors, [_full_shape(tensor) for tensor in self.tensors()] if reshape else None)


def _full_shape(tensor: Any) -> Any:
    shape = tensor.get_shape()
    return shape if shape.is_fully_defined() else array_ops.shape(tensor)


def named(var_list: Any) -> dict[str, Any]:
    """Checkpoint name -> variable or slices. TypeError, ValueError as TensorFlow."""
    if isinstance(var_list, dict):
        return dict(var_list)
    found: dict[str, Any] = {}
    for var in sorted(var_list, key=lambda item: item.name):
        info = getattr(var, "_save_slice_info", None)
        if isinstance(var, (PartitionedVariable, SaveableObject)):
            key: str = var.name
            value: Any = var
        elif getattr(type(var), "is_distributed", False):
            key = var.op.name
            value = DistributedSaveable(var, key)
        elif isinstance(var, Variable) and info:
            found.setdefault(info.full_name, []).append(var)
            continue
        else:
            value = _element(var)
            key = value.op.inputs[0].op.name if value.op.type == "ReadVariableOp" else value.op.name
        if key in found:
            raise ValueError(f"At least two variables have the same name: {key}")
        found[key] = value
    return found


def _element(var: Any) -> Tensor:
    tensor = var._graph_element if isinstance(var, resource_variable_ops.ResourceVariable) else convert(var, as_ref=True)
    if tensor.op.type not in _REFERENCES | {"ReadVariableOp", "VarHandleOp"}:
        raise TypeError(f"Variable to save is not a Variable: {var}")
    return tensor  # type: ignore[no-any-return]


def saveables(var_list: Any) -> list[Saveable | OwnSaveable]:
    """What is saved, in the order of the names."""
    found: list[Saveable | OwnSaveable] = []
    for name, item in sorted(named(var_list).items(), key=lambda pair: pair[0]):
        if isinstance(item, (list, tuple, PartitionedVariable)):
            found.extend(_slice(part, name) for part in item)
        elif isinstance(item, SaveableObject):
            found.append(OwnSaveable(item.op, item))
        else:
            found.append(_saveable(item, name))
    return found


def _slice(part: Any, name: str) -> Saveable:
    if not isinstance(part, Variable):
        raise ValueError(f"Slices must all be Variables: {part}")
    spec = part._save_slice_info.spec
    if isinstance(part, RefVariable):
        return Saveable(name, spec, part._ref(), True, part.value)
    return Saveable(name, spec, part.handle, False, lambda: _read_of(part))  # type: ignore[attr-defined]


def _read_of(part: Any) -> Tensor:
    with ops.device(part.device):
        value = part.read_value()
        with ops.device("/device:CPU:0"):
            return gen.Identity(value)  # type: ignore[no-any-return]


def _saveable(item: Any, name: str) -> Saveable:
    resource = isinstance(item, resource_variable_ops.BaseResourceVariable)
    tensor = item._graph_element if resource else convert(item, as_ref=True)
    if tensor.op.type in _REFERENCES:
        return Saveable(name, "", tensor, True, lambda: tensor)
    if tensor.op.type == "ReadVariableOp":
        return Saveable(name, "", tensor.op.inputs[0], False, lambda: tensor)
    raise TypeError(f"names_to_saveables must be a dict mapping string names to Tensors/Variables. Not a variable: {item}")


def build(var_list: Any, name: Any, filename: Any, reshape: bool, sharded: bool, restore_sequentially: bool,
          version: Any) -> tuple[Tensor, Tensor, Operation]:
    """Add the ops; returns the filename tensor, the tensor that saving fetches, and the op that restores."""
    parts = saveables(var_list)
    release = stack.world.release
    with ops.name_scope(name, "save", [part.target for part in parts]):
        if release.saver_filename_default:
            file = gen.PlaceholderWithDefault(filename or "model", shape=(), name="filename")
            file = gen.PlaceholderWithDefault(file, shape=(), name="Const")
        else:
            file = constant_op.constant(filename or "model")
        if sharded:
            groups = _by_device(parts)
            saved = (_save_sharded_v1 if version == V1 else _save_sharded)(file, groups)
            restored = control_flow_ops.group(*[_restored(file, items, device, reshape, "restore_shard")
                                                for device, items in groups], name="restore_all")
        else:
            saved = _save(file, parts, version)
            restored = _restored(file, parts, None, reshape, "restore_all")
    _read_partitioned()
    return file, saved, restored


def _by_device(parts: list[Saveable | OwnSaveable]) -> list[tuple[str, list[Saveable | OwnSaveable]]]:
    """What is saved where its values are; slices of resource variables are read to learn that."""
    groups: dict[str, list[Saveable | OwnSaveable]] = {}
    for part in parts:
        devices = {tensor.op.device for tensor in part.tensors()}
        if len(devices) != 1:
            raise ValueError(f"All tensors of a saveable object must be on the same device: {part.name}")
        groups.setdefault(devices.pop(), []).append(part)
    return sorted(groups.items(), key=lambda group: group[0])


def _save(file: Tensor, parts: list[Saveable | OwnSaveable], version: Any = V2) -> Tensor:
    tensors = [tensor for part in parts for tensor in part.tensors()]
    names, slices = _columns(parts)[:2]
    op = gen.SaveSlices(file, names, slices, tensors, name="save") if version == V1 else gen.SaveV2(file, names, slices, tensors)
    return control_flow_ops.with_dependencies([op], file)  # type: ignore[no-any-return]


def _columns(parts: list[Saveable | OwnSaveable]) -> tuple[list[str], list[str], list[Any]]:
    """Names, slices and dtypes of all tensors of `parts`."""
    specs = [spec for part in parts for spec in part.specs]
    return [spec.name for spec in specs], [spec.slice for spec in specs], [spec.dtype for spec in specs]


def _save_sharded_v1(file: Tensor, groups: list[tuple[str, list[Saveable | OwnSaveable]]]) -> Tensor:
    count = constant_op.constant(len(groups), name="num_shards")
    saves = []
    for shard, (device, items) in enumerate(groups):
        with ops.device(device):
            saves.append(_save(gen.ShardedFilename(file, shard, count), items, V1))
    with ops.control_dependencies([save.op for save in saves]):
        return gen.ShardedFilespec(file, count)  # type: ignore[no-any-return]


def _save_sharded(file: Tensor, groups: list[tuple[str, list[Saveable | OwnSaveable]]]) -> Tensor:
    prefix = gen.StringJoin([file, "_temp_0123456789abcdef0123456789abcdef/part"])
    count = constant_op.constant(len(groups), name="num_shards")
    prefixes, saves = [], []
    for shard, (device, items) in enumerate(groups):
        with ops.device(_of_shard(device)):
            sharded = gen.ShardedFilename(prefix, shard, count)
            prefixes.append(sharded)
            saves.append(_save(sharded, items))
    with ops.control_dependencies([save.op for save in saves]), ops.device(_of_shard(groups[-1][0])):
        merged = gen.MergeV2Checkpoints(prefixes, file, delete_old_dirs=True)
        with ops.control_dependencies([merged]):
            return gen.Identity(file)  # type: ignore[no-any-return]


def _of_shard(device: str) -> str:
    return _cpu(device) if stack.world.release.shards_on_cpu else device


def _cpu(device: str) -> str:
    return (device.partition("/device")[0] if device else "") + "/device:CPU:0"


def _restored(file: Tensor, parts: list[Saveable | OwnSaveable], device: str | None, reshape: bool, name: str) -> Operation:
    with ops.device(device):
        assigned = _assigned(file, parts, reshape)
        return control_flow_ops.group(*assigned, name=name)


def _assigned(file: Tensor, parts: list[Saveable | OwnSaveable], reshape: bool) -> list[Any]:
    if stack.world.release.single_restore_op:
        with ops.device("cpu:0"):
            tensors = _restore(file, parts)
        left = iter(tensors)
        return [part.restore(list(islice(left, len(part.specs))), reshape) for part in parts]
    assigned = []
    for part in parts:
        with ops.device(_cpu(part.device) if part.device else None):
            assigned.append(part.restore(_restore(file, [part]), reshape))
    return assigned


def _restore(file: Tensor, parts: list[Saveable | OwnSaveable]) -> list[Tensor]:
    names, slices, dtypes = _columns(parts)
    found = gen.RestoreV2(file, names, slices, dtypes=dtypes)
    return list(found) if isinstance(found, (list, tuple)) else [found]


def _read_partitioned() -> None:
    """Partitioned variables in collections are concatenated now, so that the exported graph holds them."""
    graph = stack.default_graph()
    for items in list(graph.collections.values()):
        for item in list(items):
            if isinstance(item, PartitionedVariable) and item.name not in graph.by_name:
                item.as_tensor()
