"""What a layer expects of its inputs (keras/engine/input_spec.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.dtypes import as_dtype
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import unseen
from graphlint.tf.python.framework.tensor_shape import Dimension
from graphlint.tf.python.util import nest


@exposed
class InputSpec:
    """Rank, dims and dtype that an input must have."""

    def __init__(self, dtype: Any = None, shape: Any = None, ndim: Any = None, max_ndim: Any = None, min_ndim: Any = None,
                 axes: Any = None) -> None:
        self.dtype = None if dtype is None else as_dtype(dtype).name
        self.shape = shape
        self.ndim = ndim if shape is None else len(shape)
        self.max_ndim, self.min_ndim = max_ndim, min_ndim
        try:
            self.axes = {int(axis): value for axis, value in (axes or {}).items()}
        except (ValueError, TypeError):
            raise TypeError("The keys in axes must be integers.") from None
        if self.axes and (self.ndim is not None or self.max_ndim is not None):
            last = (self.ndim or self.max_ndim) - 1
            if max(self.axes) > last:
                raise ValueError(f"Axis {max(self.axes)} is greater than the maximum allowed value: {last}")

    def __repr__(self) -> str:
        parts = [f"{key}={value}" for key in ("dtype", "shape", "ndim", "max_ndim", "min_ndim", "axes")
                 if (value := getattr(self, key))]
        return f"InputSpec({', '.join(parts)})"

    def get_config(self) -> dict[str, Any]:
        return {key: getattr(self, key) for key in ("dtype", "shape", "ndim", "max_ndim", "min_ndim", "axes")}


def assert_input_compatibility(input_spec: Any, inputs: Any, layer_name: str) -> None:
    """ValueError where an input has the wrong rank or dims."""
    if not input_spec:
        return
    values = nest.flatten(inputs)
    specs = [input_spec] if isinstance(input_spec, InputSpec) else nest.flatten(input_spec)
    if len(values) != len(specs):
        raise ValueError(f"Layer {layer_name} expects {len(specs)} inputs, but it received {len(values)} input tensors. "
                         f"Inputs received: {values}")
    for number, (value, spec) in enumerate(zip(values, specs, strict=True)):
        if spec is not None and not isinstance(value, Unknown):
            _check(spec, value, f"Input {number} of layer {layer_name} is incompatible with the layer: ", number, layer_name)


def _check(spec: InputSpec, value: Any, prefix: str, number: int, layer_name: str) -> None:
    ranked = spec.ndim is not None or spec.min_ndim is not None or spec.max_ndim is not None
    unseen.of_rank(value, spec.min_ndim if spec.ndim is None else spec.ndim)
    shape = value.shape
    rank = shape.ndims
    if ranked and rank is None:
        raise ValueError(f"{prefix}its rank is undefined, but the layer requires a defined rank.")
    if spec.ndim is not None and rank != spec.ndim:
        raise ValueError(f"{prefix}expected ndim={spec.ndim}, found ndim={rank}. Full shape received: {shape.as_list()}")
    if spec.max_ndim is not None and rank > spec.max_ndim:
        raise ValueError(f"{prefix}expected max_ndim={spec.max_ndim}, found ndim={rank}")
    if spec.min_ndim is not None and rank < spec.min_ndim:
        raise ValueError(f"{prefix}: expected min_ndim={spec.min_ndim}, found ndim={rank}. Full shape received: "
                         f"{shape.as_list()}")
    if spec.dtype is not None and value.dtype.name != spec.dtype:
        raise ValueError(f"{prefix}expected dtype={spec.dtype}, found dtype={value.dtype}")
    if spec.axes:
        _check_axes(spec, shape.as_list(), prefix)
    if spec.shape is not None and rank is not None:
        for wanted, size in zip(spec.shape, shape.as_list(), strict=False):
            if wanted is not None and size is not None and wanted != size:
                raise ValueError(f"Input {number} is incompatible with layer {layer_name}: expected shape={spec.shape}, "
                                 f"found shape={shape.as_list()}")


def _check_axes(spec: InputSpec, sizes: list[int | None], prefix: str) -> None:
    for axis, value in spec.axes.items():
        wanted = value.value if isinstance(value, Dimension) else value
        if wanted is not None and not isinstance(wanted, Unknown) and sizes[axis] not in (wanted, None):
            raise ValueError(f"{prefix}expected axis {axis} of input shape to have value {wanted} but received input with "
                             f"shape {sizes}")
