"""Invertible transforms of tensors (ops/distributions/bijector_impl.py): names, what was computed before, Jacobians."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from graphlint.graph import dtypes
from graphlint.sandbox.exposed import exposed
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops, tensor_util
from graphlint.tf.python.framework.tensor_shape import TensorShape
from graphlint.tf.python.ops import array_ops, check_ops, math_ops

from .util import maybe_get_static_value

_FOR_SUBCLASSES = {
    "_forward", "_inverse", "_forward_log_det_jacobian", "_inverse_log_det_jacobian", "_forward_event_shape", "_name_scope",
    "_forward_event_shape_tensor", "_inverse_event_shape", "_inverse_event_shape_tensor", "_is_injective", "_graph_parents",
    "_name", "_validate_args",
}  # fmt: skip


class _Known:
    """What is known of a pair of tensors."""

    def __init__(self, x: Any = None, y: Any = None) -> None:
        self.x, self.y = x, y
        self.ildj: dict[Any, Any] = {}


def _snake(name: str) -> str:
    return re.sub("([a-z0-9])([A-Z])", r"\1_\2", re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)).lower()


def _dims_argument(value: Any, name: str) -> int:
    if not isinstance(value, int):
        raise TypeError(f"Expected {name} to be of type int, got {type(value).__name__}")
    if value < 0:
        raise ValueError(f"{name} must be a non-negative integer.")
    return value


@exposed(also=_FOR_SUBCLASSES)
class Bijector:
    """Subclasses say how to go forward and back; this class names it and keeps what was computed."""

    def __init__(self, graph_parents: Any = None, is_constant_jacobian: Any = False, validate_args: Any = False,
                 dtype: Any = None, forward_min_event_ndims: Any = None, inverse_min_event_ndims: Any = None,
                 name: Any = None) -> None:
        if forward_min_event_ndims is None and inverse_min_event_ndims is None:
            raise ValueError("Must specify at least one of `forward_min_event_ndims` and `inverse_min_event_ndims`.")
        forward = inverse_min_event_ndims if forward_min_event_ndims is None else forward_min_event_ndims
        inverse = forward_min_event_ndims if inverse_min_event_ndims is None else inverse_min_event_ndims
        self._graph_parents = graph_parents or []
        self._forward_min_event_ndims = _dims_argument(forward, "forward_min_event_ndims")
        self._inverse_min_event_ndims = _dims_argument(inverse, "inverse_min_event_ndims")
        self._is_constant_jacobian = is_constant_jacobian
        self._constant_ildj: dict[Any, Any] = {}
        self._validate_args = validate_args
        self._dtype = dtype
        self._known_of_x: dict[int, _Known] = {}
        self._known_of_y: dict[int, _Known] = {}
        self._name = name or _snake(type(self).__name__.lstrip("_"))
        for index, parent in enumerate(self._graph_parents):
            if parent is None or not tensor_util.is_tensor(parent):
                raise ValueError(f"Graph parent item {index} is not a Tensor; {parent}.")

    graph_parents: Any = property(lambda self: self._graph_parents)
    forward_min_event_ndims: Any = property(lambda self: self._forward_min_event_ndims)
    inverse_min_event_ndims: Any = property(lambda self: self._inverse_min_event_ndims)
    is_constant_jacobian: Any = property(lambda self: self._is_constant_jacobian)
    validate_args: Any = property(lambda self: self._validate_args)
    dtype: Any = property(lambda self: self._dtype)
    name: Any = property(lambda self: self._name)

    @property
    def _is_injective(self) -> bool:
        return True

    # --- shapes -------------------------------------------------------------------------------------------------------

    def _forward_event_shape_tensor(self, input_shape: Any) -> Any:
        return input_shape

    def forward_event_shape_tensor(self, input_shape: Any, name: str = "forward_event_shape_tensor") -> Any:
        with self._name_scope(name, [input_shape]):
            return self._forward_event_shape_tensor(convert(input_shape, dtypes.int32, "input_shape"))

    def _forward_event_shape(self, input_shape: Any) -> Any:
        return input_shape

    def forward_event_shape(self, input_shape: Any) -> Any:
        return self._forward_event_shape(TensorShape(input_shape))

    def _inverse_event_shape_tensor(self, output_shape: Any) -> Any:
        return output_shape

    def inverse_event_shape_tensor(self, output_shape: Any, name: str = "inverse_event_shape_tensor") -> Any:
        with self._name_scope(name, [output_shape]):
            return self._inverse_event_shape_tensor(convert(output_shape, dtypes.int32, "output_shape"))

    def _inverse_event_shape(self, output_shape: Any) -> Any:
        return TensorShape(output_shape)

    def inverse_event_shape(self, output_shape: Any) -> Any:
        return self._inverse_event_shape(output_shape)

    # --- forward and back ---------------------------------------------------------------------------------------------

    def _forward(self, x: Any) -> Any:
        raise NotImplementedError("forward not implemented.")

    def _inverse(self, y: Any) -> Any:
        raise NotImplementedError("inverse not implemented")

    def forward(self, x: Any, name: str = "forward", **kwargs: Any) -> Any:
        return self._mapped(x, "x", name, lambda value: self._forward(value, **kwargs), self._known_of_x)

    def inverse(self, y: Any, name: str = "inverse", **kwargs: Any) -> Any:
        return self._mapped(y, "y", name, lambda value: self._inverse(value, **kwargs), self._known_of_y)

    def _mapped(self, value: Any, side: str, name: str, compute: Callable[[Any], Any], kept: dict[int, _Known]) -> Any:
        other = "y" if side == "x" else "x"
        with self._name_scope(name, [value]):
            value = convert(value, None, side)
            self._check_dtype(value)
            if not self._is_injective:
                return compute(value)
            known = kept.get(id(value)) or _Known(**{side: value})
            if getattr(known, other) is None:
                setattr(known, other, compute(value))
                self._keep(known)
            return getattr(known, other)

    def _keep(self, known: _Known) -> None:
        """Remember a pair under both sides; what was known of the other side goes into it."""
        of_x = self._known_of_x.get(id(known.x)) if known.x is not None else None
        for old in (of_x, self._known_of_y.get(id(known.y)) if of_x is None and known.y is not None else None):
            if old is not None and old is not known:
                known.x = old.x if known.x is None else known.x
                known.y = old.y if known.y is None else known.y
                known.ildj = {**old.ildj, **known.ildj}
        if known.x is not None:
            self._known_of_x[id(known.x)] = known
        if known.y is not None:
            self._known_of_y[id(known.y)] = known

    # --- Jacobians ----------------------------------------------------------------------------------------------------

    def _inverse_log_det_jacobian(self, y: Any) -> Any:
        raise NotImplementedError("inverse_log_det_jacobian not implemented.")

    def _forward_log_det_jacobian(self, x: Any) -> Any:
        raise NotImplementedError("forward_log_det_jacobian not implemented.")

    def inverse_log_det_jacobian(self, y: Any, event_ndims: Any, name: str = "inverse_log_det_jacobian") -> Any:
        with self._name_scope(name, [y]):
            if event_ndims in self._constant_ildj:
                return self._constant_ildj[event_ndims]
            y = convert(y, None, "y")
            self._check_dtype(y)
            with ops.control_dependencies(self._checks(self._inverse_min_event_ndims, event_ndims)):
                if not self._is_injective:
                    return self._of_fibers(y, event_ndims)
                known = self._known_of_y.get(id(y)) or _Known(y=y)
                if event_ndims not in known.ildj:
                    known.ildj[event_ndims] = self._either(
                        lambda: self._over_event(y, self._inverse_log_det_jacobian(y), self._inverse_min_event_ndims,
                                                 event_ndims),
                        lambda: self._back_through_x(known, event_ndims))
                    self._keep(known)
                    self._keep_constant(event_ndims, known)
                return known.ildj[event_ndims]

    def _back_through_x(self, known: _Known, event_ndims: Any) -> Any:
        known.x = self._inverse(known.y) if known.x is None else known.x
        return self._over_event(known.x, -self._forward_log_det_jacobian(known.x), self._forward_min_event_ndims,
                                event_ndims)

    def _of_fibers(self, y: Any, event_ndims: Any) -> Any:
        def direct() -> Any:
            return tuple(self._over_event(y, each, self._inverse_min_event_ndims, event_ndims)
                         for each in self._inverse_log_det_jacobian(y))

        def through_x() -> Any:
            x = self._inverse(y)
            return tuple(self._over_event(x, -each, self._forward_min_event_ndims, event_ndims)
                         for each in self._forward_log_det_jacobian(x))

        return self._either(direct, through_x)

    def forward_log_det_jacobian(self, x: Any, event_ndims: Any, name: str = "forward_log_det_jacobian") -> Any:
        if not self._is_injective:
            raise NotImplementedError("forward_log_det_jacobian cannot be implemented for non-injective transforms.")
        with self._name_scope(name, [x]):
            with ops.control_dependencies(self._checks(self._forward_min_event_ndims, event_ndims)):
                if event_ndims in self._constant_ildj:
                    return -1.0 * self._constant_ildj[event_ndims]
                x = convert(x, None, "x")
                self._check_dtype(x)
                known = self._known_of_x.get(id(x)) or _Known(x=x)
                if event_ndims not in known.ildj:
                    known.ildj[event_ndims] = self._either(
                        lambda: self._over_event(x, -self._forward_log_det_jacobian(x), self._forward_min_event_ndims,
                                                 event_ndims),
                        lambda: self._forth_through_y(known, event_ndims))
                    self._keep(known)
                    self._keep_constant(event_ndims, known)
                return -known.ildj[event_ndims]

    def _forth_through_y(self, known: _Known, event_ndims: Any) -> Any:
        known.y = self._forward(known.x) if known.y is None else known.y
        return self._over_event(known.y, self._inverse_log_det_jacobian(known.y), self._inverse_min_event_ndims, event_ndims)

    def _keep_constant(self, event_ndims: Any, known: _Known) -> None:
        if self._is_constant_jacobian:
            self._constant_ildj[event_ndims] = known.ildj[event_ndims]

    @staticmethod
    def _either(direct: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:
        try:
            return direct()
        except NotImplementedError as error:
            try:
                return otherwise()
            except NotImplementedError:
                raise error from None

    def _over_event(self, y: Any, ildj: Any, min_event_ndims: Any, event_ndims: Any) -> Any:
        """The Jacobian of all dims of the event that the transform treats alike."""
        rank = array_ops.rank(y)
        shape = array_ops.shape(y)[rank - event_ndims : rank - min_event_ndims]
        ones = array_ops.ones(shape, ildj.dtype)
        known = _static_count(event_ndims)
        axes: Any
        if known is None:
            axes = math_ops.range(-(event_ndims - min_event_ndims), 0)
        else:
            axes = [-index for index in range(1, known - min_event_ndims + 1)]
        reduced = math_ops.reduce_sum(ones * ildj, axis=axes)
        of_y, of_ildj = y.get_shape(), ildj.get_shape()
        if known is not None and of_y.ndims is not None and of_ildj.ndims is not None:
            broadcast = array_ops.broadcast_static_shape(of_ildj, of_y[of_y.ndims - known : of_y.ndims - min_event_ndims])
            reduced.set_shape(broadcast[: broadcast.ndims - (known - min_event_ndims)])
        return reduced

    def _checks(self, min_event_ndims: Any, event_ndims: Any) -> list[Any]:
        given = convert(event_ndims, None, "event_ndims")
        known = tensor_util.constant_value(given)
        if not given.dtype.is_integer:
            raise ValueError(f"Expected integer dtype, got dtype {given.dtype}")
        checks = []
        if known is not None:
            if given.get_shape().ndims != 0:
                raise ValueError(f"Expected scalar event_ndims, got shape {given.get_shape()}")
            if min_event_ndims > known:
                raise ValueError(f"event_ndims ({known}) must be larger than min_event_ndims ({min_event_ndims})")
        elif self._validate_args:
            checks.append(check_ops.assert_greater_equal(given, min_event_ndims))
        if given.get_shape().is_fully_defined():
            if given.get_shape().ndims != 0:
                raise ValueError(f"Expected scalar shape, got ndims {given.get_shape().ndims}")
        elif self._validate_args:
            checks.append(check_ops.assert_rank(given, 0, message="Expected scalar."))
        return checks

    @contextmanager
    def _name_scope(self, name: Any = None, values: Any = None) -> Iterator[str]:
        with ops.name_scope(self._name), ops.name_scope(name, values=[*(values or ()), *self._graph_parents]) as scope:
            yield scope

    def _check_dtype(self, value: Any) -> None:
        if self._dtype is not None and self._dtype.base_dtype != value.dtype.base_dtype:
            raise TypeError(f"Input had dtype {self._dtype} but expected {value.dtype}.")


def _static_count(event_ndims: Any) -> int | None:
    known = maybe_get_static_value(event_ndims)
    if not isinstance(known, (np.generic, np.ndarray)):
        return known  # type: ignore[no-any-return]
    if known.dtype not in (np.int32, np.int64):
        raise ValueError(f"Expected integer dtype, got dtype {known.dtype}")
    if isinstance(known, np.ndarray) and known.shape:
        raise ValueError(f"Expected a scalar integer, got {known}")
    return int(known)
