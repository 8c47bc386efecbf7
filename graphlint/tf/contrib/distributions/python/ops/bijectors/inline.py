"""A bijector of given functions (contrib/distributions/python/ops/bijectors/inline.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.ops.distributions.bijector_impl import Bijector


class Inline(Bijector):
    def __init__(self, forward_fn: Any = None, inverse_fn: Any = None, inverse_log_det_jacobian_fn: Any = None,
                 forward_log_det_jacobian_fn: Any = None, forward_event_shape_fn: Any = None,
                 forward_event_shape_tensor_fn: Any = None, inverse_event_shape_fn: Any = None,
                 inverse_event_shape_tensor_fn: Any = None, is_constant_jacobian: Any = False, validate_args: Any = False,
                 forward_min_event_ndims: Any = None, inverse_min_event_ndims: Any = None, name: Any = "inline") -> None:
        super().__init__(forward_min_event_ndims=forward_min_event_ndims, inverse_min_event_ndims=inverse_min_event_ndims,
                         is_constant_jacobian=is_constant_jacobian, validate_args=validate_args, name=name)
        self._functions = {
            "forward": forward_fn, "inverse": inverse_fn, "inverse_log_det_jacobian": inverse_log_det_jacobian_fn,
            "forward_log_det_jacobian": forward_log_det_jacobian_fn,
        }  # fmt: skip
        self._shapes = {
            "forward": forward_event_shape_fn, "forward_tensor": forward_event_shape_tensor_fn,
            "inverse": inverse_event_shape_fn, "inverse_tensor": inverse_event_shape_tensor_fn,
        }  # fmt: skip

    def _shape(self, which: str, shape: Any) -> Any:
        function = self._shapes[which]
        return shape if function is None else function(shape)

    def _forward_event_shape(self, input_shape: Any) -> Any:
        return self._shape("forward", input_shape)

    def _forward_event_shape_tensor(self, input_shape: Any) -> Any:
        return self._shape("forward_tensor", input_shape)

    def _inverse_event_shape(self, output_shape: Any) -> Any:
        return self._shape("inverse", output_shape)

    def _inverse_event_shape_tensor(self, output_shape: Any) -> Any:
        return self._shape("inverse_tensor", output_shape)

    def _given(self, which: str, value: Any, kwargs: dict[str, Any]) -> Any:
        function = self._functions[which]
        if not callable(function):
            raise NotImplementedError(f"{which}_fn is not a callable function.")
        return function(value, **kwargs)

    def _forward(self, x: Any, **kwargs: Any) -> Any:
        return self._given("forward", x, kwargs)

    def _inverse(self, y: Any, **kwargs: Any) -> Any:
        return self._given("inverse", y, kwargs)

    def _inverse_log_det_jacobian(self, y: Any, **kwargs: Any) -> Any:
        return self._given("inverse_log_det_jacobian", y, kwargs)

    def _forward_log_det_jacobian(self, x: Any, **kwargs: Any) -> Any:
        return self._given("forward_log_det_jacobian", x, kwargs)
