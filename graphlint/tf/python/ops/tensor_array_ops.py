"""TensorArray: a dynamically sized array of tensors, with the ops of its third version (ops/tensor_array_ops.py)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.dtypes import DType, as_dtype
from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import func_graph, ops
from graphlint.tf.python.framework.tensor_shape import TensorShape, as_shape, from_dims
from graphlint.tf.python.framework.tensor_util import constant_value


@exposed(also={"_infer_shape"})
class TensorArray:
    """An array that is written once an element; each change gives a new object with a new flow."""

    def __new__(cls, dtype: Any, size: Any = None, dynamic_size: Any = None, clear_after_read: Any = None,
                tensor_array_name: Any = None, handle: Any = None, flow: Any = None, *args: Any, **kwargs: Any) -> TensorArray:
        if cls is TensorArray and (func_graph.functional_control_flow() if flow is None else _is_list(flow)):
            from .tensor_array_lists import ListTensorArray  # noqa: PLC0415 - a kind of this class

            cls = ListTensorArray
        return object.__new__(cls)

    def __init__(self, dtype: Any, size: Any = None, dynamic_size: Any = None, clear_after_read: Any = None,
                 tensor_array_name: Any = None, handle: Any = None, flow: Any = None, infer_shape: bool = True,
                 element_shape: Any = None, colocate_with_first_write_call: bool = True, name: Any = None) -> None:
        _check_arguments(handle, size, tensor_array_name, element_shape, dynamic_size, clear_after_read)
        self._dynamic_size = dynamic_size or False
        self._dtype: DType = as_dtype(dtype).base_dtype
        self._colocate_first = colocate_with_first_write_call
        # shared with the arrays made of this one: what was written first, and the shape of the elements
        self._colocated: list[Tensor] = []
        self._shapes: list[TensorShape] = [as_shape(element_shape)]
        self._infer_shape = infer_shape
        with ops.name_scope(name, "TensorArray", [handle, size, flow]) as scope:
            if handle is not None:
                if flow is None:
                    raise ValueError("flow must not be None if handle is not None.")
                self._handle, self._flow = handle, flow
                return
            attrs = {"dtype": dtype, "element_shape": element_shape, "dynamic_size": self._dynamic_size,
                     "tensor_array_name": tensor_array_name, "name": scope,
                     "clear_after_read": True if clear_after_read is None else clear_after_read}
            if stack.default_graph().release.identical_element_shapes:
                attrs["identical_element_shapes"] = infer_shape
            if not colocate_with_first_write_call:
                self._handle, self._flow = gen.TensorArrayV3(size, **attrs)
                return
            with ops.device(None), ops.colocate_with(None, ignore_existing=True):
                self._handle, self._flow = gen.TensorArrayV3(size, **attrs)

    @property
    def flow(self) -> Tensor:
        return self._flow  # type: ignore[no-any-return]

    @property
    def dtype(self) -> DType:
        return self._dtype

    @property
    def handle(self) -> Tensor:
        return self._handle  # type: ignore[no-any-return]

    @property
    def element_shape(self) -> TensorShape:
        return self._shapes[0]

    @property
    def dynamic_size(self) -> Any:
        return self._dynamic_size

    def _with_flow(self, flow: Tensor) -> TensorArray:
        return build_ta_with_new_flow(self, flow)

    def _check_element_shape(self, shape: TensorShape) -> None:
        if not shape.is_compatible_with(self.element_shape):
            raise ValueError(f"Inconsistent shapes: saw {shape} but expected {self.element_shape} ")
        if self._infer_shape:
            self._shapes[0] = self.element_shape.merge_with(shape)

    @contextmanager
    def _beside_first_write(self, value: Tensor) -> Iterator[None]:
        if not self._colocate_first:
            yield
            return
        if not stack.default_graph().release.arrays_colocate_with_writes:
            with ops.colocate_with(self._handle):
                yield
            return
        if not self._colocated:
            self._colocated.append(value)
        with ops.colocate_with(self._colocated[0]):
            yield

    def _beside_itself(self) -> Any:
        """Up to 1.1, what is done with an array sits with it."""
        return nullcontext() if stack.default_graph().release.arrays_colocate_with_writes else ops.colocate_with(self._handle)

    def identity(self) -> TensorArray:
        return self._with_flow(gen.Identity(self._flow))

    def grad(self, source: Any, flow: Any = None, name: Any = None) -> TensorArray:
        """The array of gradients of this one."""
        flow = self._flow if flow is None else flow
        with ops.name_scope(name, "TensorArrayGrad", [self._handle]), ops.colocate_with(self._handle):
            handle, _ = gen.TensorArrayGradV3(self._handle, flow, source=source, name=name)
            with ops.control_dependencies([handle]):
                flow = gen.Identity(flow, name="gradient_flow")
            found = TensorArray(self._dtype, handle=handle, flow=flow, infer_shape=self._infer_shape,
                                colocate_with_first_write_call=False)
            found._shapes = self._shapes
            return found

    def read(self, index: Any, name: Any = None) -> Tensor:
        with self._beside_itself():
            value: Tensor = gen.TensorArrayReadV3(self._handle, index, self._flow, dtype=self._dtype, name=name)
        value.set_shape(self.element_shape)  # type: ignore[attr-defined]
        return value

    def write(self, index: Any, value: Any, name: Any = None) -> TensorArray:
        with ops.name_scope(name, "TensorArrayWrite", [self._handle, index, value]):
            value = convert(value, None, "value", preferred=self._dtype)
            self._check_element_shape(from_dims(value.dims))
            with self._beside_first_write(value):
                flow = gen.TensorArrayWriteV3(self._handle, index, value, self._flow, name=name)
            return self._with_flow(flow)

    def stack(self, name: Any = None) -> Tensor:
        from . import math_reduce  # noqa: PLC0415 - it may need control flow

        with ops.colocate_with(self._handle), ops.name_scope(name, "TensorArrayStack", [self._handle]):
            return self.gather(math_reduce.range(0, self.size()), name=name)

    def gather(self, indices: Any, name: Any = None) -> Tensor:
        with self._beside_itself():
            value: Tensor = gen.TensorArrayGatherV3(self._handle, indices, self._flow, dtype=self._dtype, name=name,
                                                    element_shape=self.element_shape)
        self._set_element_shape(value, 0)
        return value

    def concat(self, name: Any = None) -> Tensor:
        with self._beside_itself():
            value, _ = gen.TensorArrayConcatV3(self._handle, self._flow, dtype=self._dtype, name=name,
                                               element_shape_except0=self.element_shape[1:])
        self._set_element_shape(value, 1)
        return value  # type: ignore[no-any-return]

    def _set_element_shape(self, value: Tensor, start: int) -> None:
        """The first dim is unknown, the others are the elements' from `start` on."""
        dims = self.element_shape.dims
        if dims is not None:
            value.set_shape(TensorShape([None, *dims[start:]]))  # type: ignore[attr-defined]

    def unstack(self, value: Any, name: Any = None) -> TensorArray:
        from . import array_shape, math_reduce  # noqa: PLC0415 - these may need control flow

        with ops.name_scope(name, "TensorArrayUnstack", [self._handle, value]):
            count = array_shape.shape(value)[0]  # type: ignore[index]
            return self.scatter(math_reduce.range(0, count), value, name=name)

    def scatter(self, indices: Any, value: Any, name: Any = None) -> TensorArray:
        with ops.name_scope(name, "TensorArrayScatter", [self._handle, value, indices]):
            value = convert(value, None, "value", preferred=self._dtype)
            self._check_element_shape(from_dims(value.dims)[1:])
            with self._beside_first_write(value):
                flow = gen.TensorArrayScatterV3(self._handle, indices, value, self._flow, name=name)
            return self._with_flow(flow)

    def split(self, value: Any, lengths: Any, name: Any = None) -> TensorArray:
        from . import math_basic  # noqa: PLC0415 - it may need control flow

        with ops.name_scope(name, "TensorArraySplit", [self._handle, value, lengths]):
            value = convert(value, self._dtype, "value")
            with self._beside_first_write(value):
                lengths_64 = math_basic.cast(lengths, as_dtype("int64"))
                known = constant_value(lengths_64)
                if value.dims is not None and known is not None and known.shape and known.max() == known.min():
                    rest = from_dims(value.dims)[1:]
                    self._check_element_shape(TensorShape([int(known[0])]).concatenate(rest))
                flow = gen.TensorArraySplitV3(self._handle, value, lengths_64, self._flow, name=name)
            return self._with_flow(flow)

    def size(self, name: Any = None) -> Tensor:
        with self._beside_itself():
            return gen.TensorArraySizeV3(self._handle, self._flow, name=name)  # type: ignore[no-any-return]

    def close(self, name: Any = None) -> Any:
        return gen.TensorArrayCloseV3(self._handle, name=name)

    def mark_used(self) -> None:
        """TensorFlow warns about arrays that nobody used; here nothing happens."""


def _check_arguments(handle: Any, size: Any, tensor_array_name: Any, element_shape: Any, dynamic_size: Any,
                     clear_after_read: Any) -> None:
    if handle is None:
        if size is None:
            raise ValueError("Size must be provided if handle is not provided")
        return
    if tensor_array_name:
        raise ValueError("Cannot construct with both handle and tensor_array_name")
    if not isinstance(handle, Tensor):
        raise TypeError("Handle must be a Tensor")
    given = {"size": size, "element_shape": element_shape, "dynamic_size": dynamic_size,
             "clear_after_read": clear_after_read}
    for name, value in given.items():
        if value is not None:
            raise ValueError(f"Cannot provide both a handle and {name} at the same time")


def _is_list(flow: Any) -> bool:
    return isinstance(flow, Tensor) and flow.dtype == dtypes.variant


def build_ta_with_new_flow(old_ta: TensorArray, flow: Tensor) -> TensorArray:
    """The same array after another op; burns a name as TensorFlow's constructor does."""
    if old_ta.handle is not None and func_graph.functional_control_flow():
        raise NotImplementedError("Attempting to build a graph-mode TF2-style TensorArray from either an eager-mode TensorArray "
                                  "or a TF1-style TensorArray.  This is not currently supported.  You may be attempting to "
                                  "capture a TensorArray inside a tf.function or tf.data map function. Instead, construct a "
                                  "new TensorArray inside the function.")
    found = TensorArray(old_ta.dtype, handle=old_ta.handle, flow=flow, infer_shape=old_ta._infer_shape,
                        colocate_with_first_write_call=old_ta._colocate_first)
    found._dynamic_size = old_ta._dynamic_size
    found._colocated, found._shapes = old_ta._colocated, old_ta._shapes
    return found


def flow_of(value: Any) -> Any:
    """The flow of a TensorArray, anything else as it is."""
    return value.flow if isinstance(value, TensorArray) else value


def with_flows(originals: list[Any], values: list[Any]) -> list[Any]:
    """Flows put back into the arrays that they came from."""
    if len(originals) != len(values):
        raise ValueError("Lengths of original Tensor list and new list do not match: "
                         f"{len(originals)} vs. {len(values)}")
    return [build_ta_with_new_flow(original, value) if isinstance(original, TensorArray) else value
            for original, value in zip(originals, values, strict=True)]
