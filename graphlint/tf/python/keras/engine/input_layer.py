"""Input and InputLayer (keras/engine/input_layer.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.graph.dtypes import as_dtype
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.keras import state
from graphlint.tf.python.ops import array_ops

from .base_layer import Layer
from .node import KerasHistory, Node


def next_uid(prefix: str) -> int:
    """K.get_uid: 1, 2, ... per graph and prefix."""
    counters: dict[str, int] = stack.default_graph().extra.setdefault("keras_uids", {})
    counters[prefix] = counters.get(prefix, 0) + 1
    return counters[prefix]


def placeholder(shape: Any = None, ndim: Any = None, dtype: Any = None, sparse: bool = False, name: Any = None,
                ragged: bool = False) -> Any:
    """K.placeholder."""
    kind = as_dtype(dtype or state.settings().floatx)
    if not shape and ndim:
        shape = (None,) * ndim
    if sparse:
        return array_ops.sparse_placeholder(kind, shape=shape, name=name)  # type: ignore[attr-defined]
    return array_ops.placeholder(kind, shape=shape, name=name)  # type: ignore[attr-defined]


class InputLayer(Layer):
    """The start of a model: a placeholder, or a given tensor."""

    def __init__(self, input_shape: Any = None, batch_size: Any = None, dtype: Any = None, input_tensor: Any = None,
                 sparse: bool = False, name: Any = None, ragged: bool = False, **kwargs: Any) -> None:
        if "batch_input_shape" in kwargs:
            whole = kwargs.pop("batch_input_shape")
            if input_shape and whole:
                raise ValueError("Only provide the input_shape OR batch_input_shape argument to InputLayer, not both at the "
                                 "same time.")
            batch_size, input_shape = whole[0], whole[1:]
        if kwargs:
            raise ValueError("Unrecognized keyword arguments:", kwargs.keys())
        name = name or f"input_{next_uid('input')}"
        if not dtype:
            dtype = state.settings().floatx if input_tensor is None else input_tensor.dtype.base_dtype.name
        elif input_tensor is not None and input_tensor.dtype != as_dtype(dtype):
            raise ValueError(f"`input_tensor.dtype` differs from `dtype`: {input_tensor.dtype} vs. {dtype}")
        super().__init__(dtype=dtype, name=name)
        self.built = True
        self.sparse, self.ragged, self.batch_size = sparse, ragged, batch_size
        self.supports_masking = True
        if isinstance(input_shape, TensorShape):
            input_shape = tuple(input_shape.as_list())
        elif isinstance(input_shape, int):
            input_shape = (input_shape,)
        self.is_placeholder = input_tensor is None
        if input_tensor is None:
            unknown = input_shape is None or isinstance(input_shape, Unknown)
            shape = None if unknown else (batch_size, *input_shape)
            input_tensor = placeholder(shape=shape, dtype=dtype, name=self.name, sparse=sparse, ragged=ragged)
        else:
            shape = tuple(input_tensor.shape.as_list())
        object.__setattr__(self, "_batch_input_shape", shape)
        stack.default_graph().extra["keras_inputs"] = True
        state.set_note(input_tensor, "_keras_history", KerasHistory(self, 0, 0))
        Node(self, [], [], [], [input_tensor], [input_tensor])

    def get_config(self) -> dict[str, Any]:
        return {"batch_input_shape": self._batch_input_shape, "dtype": self.dtype, "sparse": self.sparse,
                "ragged": self.ragged, "name": self.name}


def Input(shape: Any = None, batch_size: Any = None, name: Any = None, dtype: Any = None, sparse: bool = False,  # noqa: N802
          tensor: Any = None, ragged: bool = False, **kwargs: Any) -> Any:
    """`tf.keras.Input`: a tensor that begins a model."""
    if sparse and ragged:
        raise ValueError("Cannot set both sparse and ragged to True in a Keras input.")
    whole = kwargs.pop("batch_input_shape", kwargs.pop("batch_shape", None))
    if shape and whole:
        raise ValueError("Only provide the `shape` OR `batch_input_shape` argument to Input, not both at the same time.")
    if whole:
        shape = whole[1:]
        given: dict[str, Any] = {"batch_input_shape": whole}
    else:
        given = {"batch_size": batch_size, "input_shape": shape}
    if kwargs:
        raise ValueError("Unrecognized keyword arguments:", kwargs.keys())
    if shape is None and tensor is None:
        raise ValueError("Please provide to Input either a `shape` or a `tensor` argument. Note that `shape` does not "
                         "include the batch dimension.")
    layer = InputLayer(name=name, dtype=dtype, sparse=sparse, ragged=ragged, input_tensor=tensor, **given)
    return layer._inbound_nodes[0].output_tensors[0]
