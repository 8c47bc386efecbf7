"""Barriers and accumulators of gradients (ops/data_flow_ops.py). What they hold is not kept here."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes as kinds
from graphlint.graph import stack
from graphlint.graph.dtypes import as_dtype
from graphlint.ops import symbols
from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import tensor_util
from graphlint.tf.python.framework.indexed_slices import IndexedSlices
from graphlint.tf.python.framework.tensor_shape import TensorShape, from_dims
from graphlint.tf.python.ops.math_basic import cast

from .data_flow_queues import shape_list, type_list


@exposed
class Barrier:
    """Values of several components, collected by key."""

    def __init__(self, types: Any, shapes: Any = None, shared_name: Any = None, name: Any = "barrier") -> None:
        self._types = type_list(types)
        found = shape_list(shapes)
        for at, shape in enumerate(found or ()):
            if shape.num_elements() == 0:
                raise ValueError(f"Empty tensors are not supported, but received shape '{shape}' at index {at}")
        self._shapes = [TensorShape(None) for _ in self._types] if found is None else found
        self._barrier_ref = gen.Barrier(component_types=self._types, shapes=self._shapes, shared_name=shared_name, name=name)
        self._name = self._barrier_ref.op.name.split("/")[-1]

    @property
    def barrier_ref(self) -> Any:
        return self._barrier_ref

    @property
    def name(self) -> str:
        return self._barrier_ref.op.name  # type: ignore[no-any-return]

    def _named(self, name: Any, what: str) -> Any:
        return f"{self._name}_Barrier{what}" if name is None else name

    def insert_many(self, component_index: Any, keys: Any, values: Any, name: Any = None) -> Any:
        return gen.BarrierInsertMany(self._barrier_ref, keys, values, component_index=component_index,
                                     name=self._named(name, "InsertMany"))

    def take_many(self, num_elements: Any, allow_small_batch: Any = False, timeout: Any = None, name: Any = None) -> Any:
        found = gen.BarrierTakeMany(self._barrier_ref, num_elements, component_types=self._types,
                                    allow_small_batch=allow_small_batch, timeout_ms=timeout,
                                    name=self._named(name, "TakeMany"))
        op = found[0].op
        known = None if allow_small_batch else tensor_util.constant_value(op.inputs[1])
        rows = TensorShape([symbols.unknown() if known is None else int(known)])
        for output, shape in zip(op.outputs, [TensorShape([]), TensorShape([]), *self._shapes], strict=True):
            output.set_shape(rows.concatenate(shape))
        return found

    def close(self, cancel_pending_enqueues: Any = False, name: Any = None) -> Any:
        return gen.BarrierClose(self._barrier_ref, cancel_pending_enqueues=cancel_pending_enqueues,
                                name=self._named(name, "Close"))

    def ready_size(self, name: Any = None) -> Any:
        return gen.BarrierReadySize(self._barrier_ref, name=self._named(name, "ReadySize"))

    def incomplete_size(self, name: Any = None) -> Any:
        return gen.BarrierIncompleteSize(self._barrier_ref, name=self._named(name, "IncompleteSize"))


def _int64(value: Any) -> Any:
    return cast(value, kinds.int64, "ToInt64" if stack.world.release.accumulators_cast_by_name else None)


def _step(step: Any) -> Any:
    return _int64(convert(step))


def _as_resource(prefix: str) -> str:
    return f"Resource{prefix}" if stack.world.release.resource_accumulators else prefix


@exposed
class ConditionalAccumulatorBase:
    """What the two kinds of accumulators share."""

    def __init__(self, dtype: Any, shape: Any, accumulator_ref: Any) -> None:
        self._dtype = dtype
        self._shape = TensorShape(shape)
        self._accumulator_ref = accumulator_ref
        self._name = accumulator_ref.op.name.split("/")[-1]

    @property
    def accumulator_ref(self) -> Any:
        return self._accumulator_ref

    @property
    def name(self) -> Any:
        return self._name

    @property
    def dtype(self) -> Any:
        return self._dtype

    def num_accumulated(self, name: Any = None) -> Any:
        name = f"{self._name}_NumAccumulated" if name is None else name
        return gen.op(_as_resource("AccumulatorNumAccumulated"), self._accumulator_ref, name=name)

    def set_global_step(self, new_global_step: Any, name: Any = None) -> Any:
        return gen.op(_as_resource("AccumulatorSetGlobalStep"), self._accumulator_ref, _step(new_global_step), name=name)


class ConditionalAccumulator(ConditionalAccumulatorBase):
    def __init__(self, dtype: Any, shape: Any = None, shared_name: Any = None, name: Any = "conditional_accumulator",
                 reduction_type: Any = "MEAN") -> None:
        made = gen.op(_as_resource("ConditionalAccumulator"), dtype=dtype, shape=shape, shared_name=shared_name, name=name,
                      reduction_type=reduction_type)
        super().__init__(dtype, shape, made)

    def apply_grad(self, grad: Any, local_step: Any = 0, name: Any = None) -> Any:
        grad = convert(grad, as_dtype(self._dtype))
        from_dims(grad.dims).assert_is_compatible_with(self._shape)
        return gen.op(_as_resource("AccumulatorApplyGradient"), self._accumulator_ref, _step(local_step), grad, name=name)

    def take_grad(self, num_required: Any, name: Any = None) -> Any:
        found = gen.op(_as_resource("AccumulatorTakeGradient"), self._accumulator_ref, num_required, dtype=self._dtype,
                       name=name)
        found.set_shape(self._shape)
        return found


class SparseConditionalAccumulator(ConditionalAccumulatorBase):
    def __init__(self, dtype: Any, shape: Any = None, shared_name: Any = None,
                 name: Any = "sparse_conditional_accumulator", reduction_type: Any = "MEAN") -> None:
        made = gen.SparseConditionalAccumulator(dtype=dtype, shape=shape, shared_name=shared_name, name=name,
                                                reduction_type=reduction_type)
        super().__init__(dtype, shape, made)

    def apply_indexed_slices_grad(self, grad: Any, local_step: Any = 0, name: Any = None) -> Any:
        return self.apply_grad(grad.indices, grad.values, grad.dense_shape, local_step, name)

    def apply_grad(self, grad_indices: Any, grad_values: Any, grad_shape: Any = None, local_step: Any = 0,
                   name: Any = None) -> Any:
        step = _step(local_step)
        indices = _int64(grad_indices)
        shape = _int64([] if grad_shape is None else grad_shape)
        return gen.SparseAccumulatorApplyGradient(self._accumulator_ref, step, indices, grad_values, shape,
                                                  has_known_shape=grad_shape is not None, name=name)

    def take_grad(self, num_required: Any, name: Any = None) -> Any:
        return gen.SparseAccumulatorTakeGradient(self._accumulator_ref, num_required, dtype=self._dtype, name=name)

    def take_indexed_slices_grad(self, num_required: Any, name: Any = None) -> IndexedSlices:
        found = self.take_grad(num_required, name)
        return IndexedSlices(indices=found.indices, values=found.values, dense_shape=found.shape)

    def num_accumulated(self, name: Any = None) -> Any:
        name = f"{self._name}_NumAccumulated" if name is None else name
        return gen.AccumulatorNumAccumulated(self._accumulator_ref, name=name)

    def set_global_step(self, new_global_step: Any, name: Any = None) -> Any:
        return gen.AccumulatorSetGlobalStep(self._accumulator_ref, _step(new_global_step), name=name)
