"""Elementwise arithmetic, casts and the parts of complex numbers (ops/math_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.dtypes import DType, as_dtype
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.composite_values import of_one, of_two
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import IndexedSlices


@of_one
def abs(x: Any, name: Any = None) -> Tensor:  # noqa: A001 - TensorFlow's name
    with ops.name_scope(name, "Abs", [x]) as scope:
        x = convert(x, name="x")
        if x.dtype.is_complex:
            return gen.ComplexAbs(x, Tout=x.dtype.real_dtype, name=scope)  # type: ignore[no-any-return]
        return gen.Abs(x, name=scope)  # type: ignore[no-any-return]


@of_two
def multiply(x: Any, y: Any, name: Any = None) -> Tensor:
    return gen.Mul(x, y, name=name)  # type: ignore[no-any-return]


@of_two
def subtract(x: Any, y: Any, name: Any = None) -> Tensor:
    return gen.Sub(x, y, name=name)  # type: ignore[no-any-return]


@of_one
def negative(x: Any, name: Any = None) -> Tensor:
    return gen.Neg(x, name=name)  # type: ignore[no-any-return]


def scalar_mul(scalar: Any, x: Any, name: Any = None) -> Any:
    scalar = convert(scalar, x.dtype.base_dtype, "scalar")
    if scalar.dims != ():
        raise ValueError(f"Only scalar multiply works, got shape {scalar.shape}")
    if isinstance(x, IndexedSlices):
        return IndexedSlices(gen.Mul(scalar, x.values, name=name), x.indices, x.dense_shape)
    return gen.Mul(scalar, x, name=name)


def scalar_mul_v2(scalar: Any, x: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "scalar_mul", [x]) as scope:
        return scalar_mul(scalar, x, scope)


def pow(x: Any, y: Any, name: Any = None) -> Tensor:  # noqa: A001 - TensorFlow's name
    with ops.name_scope(name, "Pow", [x]) as scope:
        return gen.Pow(x, y, name=scope)  # type: ignore[no-any-return]


def equal(x: Any, y: Any, name: Any = None) -> Tensor:
    return gen.Equal(x, y, name=name)  # type: ignore[no-any-return]


def not_equal(x: Any, y: Any, name: Any = None) -> Tensor:
    return gen.NotEqual(x, y, name=name)  # type: ignore[no-any-return]


def logical_xor(x: Any, y: Any, name: Any = "LogicalXor") -> Tensor:
    either = gen.LogicalOr(x, y)
    both = gen.LogicalAnd(x, y)
    return gen.LogicalAnd(either, gen.LogicalNot(both), name=name)  # type: ignore[no-any-return]


def complex(real: Any, imag: Any, name: Any = None) -> Tensor:  # noqa: A001 - TensorFlow's name
    real = convert(real, name="real")
    imag = convert(imag, name="imag")
    with ops.name_scope(name, "Complex", [real, imag]) as scope:
        kinds = real.dtype.base_dtype, imag.dtype.base_dtype
        made = {dtypes.float64: dtypes.complex128, dtypes.float32: dtypes.complex64}
        if kinds[0] is not kinds[1] or kinds[0] not in made:
            raise TypeError(f"real and imag have incorrect types: {real.dtype.name} {imag.dtype.name}")
        return gen.Complex(real, imag, Tout=made[kinds[0]], name=scope)  # type: ignore[no-any-return]


def real(input: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "Real", [input]) as scope:
        input = convert(input, name="input")
        return gen.Real(input, Tout=input.dtype.real_dtype, name=scope) if input.dtype.is_complex else input  # type: ignore[no-any-return]


def imag(input: Any, name: Any = None) -> Tensor:
    return _part("Imag", input, name)


def angle(input: Any, name: Any = None) -> Tensor:
    return _part("Angle", input, name)


def _part(op_type: str, value: Any, name: Any) -> Tensor:
    from . import array_constants  # noqa: PLC0415 - needs the arithmetic of this module

    with ops.name_scope(name, op_type, [value]) as scope:
        value = convert(value, name="input")
        if value.dtype.is_complex:
            return gen.op(op_type, value, Tout=value.dtype.real_dtype, name=scope)  # type: ignore[no-any-return]
        return array_constants.zeros_like(value)


def conj(x: Any, name: Any = None) -> Tensor:
    if isinstance(x, Tensor) and (x.dtype.is_floating or x.dtype.is_integer):
        return x
    with ops.name_scope(name, "Conj", [x]) as scope:
        x = convert(x, name="x")
        if x.dtype.is_complex or x.dtype.base_dtype is dtypes.variant:
            return gen.Conj(x, name=scope)  # type: ignore[no-any-return]
        if x.dtype.is_floating or x.dtype.is_integer:
            return x  # type: ignore[no-any-return]
        raise TypeError(f"Expected numeric or variant tensor, got dtype {x.dtype!r}")


def round(x: Any, name: Any = None) -> Tensor:  # noqa: A001 - TensorFlow's name
    x = convert(x, name="x")
    return x if x.dtype.is_integer else gen.Round(x, name=name)  # type: ignore[no-any-return]


def sigmoid(x: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "Sigmoid", [x]) as scope:
        return gen.Sigmoid(convert(x, name="x"), name=scope)  # type: ignore[no-any-return]


def log_sigmoid(x: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "LogSigmoid", [x]) as scope:
        x = convert(x, name="x")
        return gen.Neg(gen.Softplus(gen.Neg(x)), name=scope)  # type: ignore[no-any-return]


# --- casts ------------------------------------------------------------------------------------------------------------


def cast(x: Any, dtype: Any, name: Any = None) -> Any:
    base = as_dtype(dtype).base_dtype
    same = isinstance(x, Tensor) or getattr(type(x), "is_resource_variable", False)
    if same and x.dtype is base and stack.world.release.same_cast_burns_no_name:
        return x
    with ops.name_scope(name, "Cast", [x]) as scope:
        if isinstance(x, IndexedSlices):
            return IndexedSlices(cast(x.values, base, scope), x.indices, x.dense_shape)
        if getattr(type(x), "is_sparse_tensor", False):
            return type(x)(x.indices, cast(x.values, base, scope), x.dense_shape)
        x = convert(x, name="x")
        return x if x.dtype.base_dtype is base else gen.Cast(x, DstT=base, name=scope)


def saturate_cast(value: Any, dtype: Any, name: Any = None) -> Any:
    with ops.name_scope(name, "saturate_cast", [value]) as scope:
        value = convert(value, name="value")
        dtype = as_dtype(dtype).base_dtype
        if value.dtype.min < dtype.min:
            value = gen.Maximum(value, convert(dtype.min, value.dtype, "min"))
        if value.dtype.max > dtype.max:
            value = gen.Minimum(value, convert(dtype.max, value.dtype, "max"))
        return cast(value, dtype, scope)


def _to(dtype: DType, x: Any, name: Any) -> Any:
    return cast(x, dtype, name)


_CASTS = {"float32": "ToFloat", "float64": "ToDouble", "int32": "ToInt32", "int64": "ToInt64"}


def queue_cast(x: Any, dtype: Any) -> Any:
    """A cast inside TensorFlow's own queues, which releases 1.4 to 1.13 name after the type."""
    named = stack.world.release.queues_cast_by_name
    return cast(x, dtype, _CASTS.get(as_dtype(dtype).name) if named else None)


def library_cast(x: Any, dtype: Any) -> Any:
    """A cast inside TensorFlow's own losses and metrics, which releases up to 1.13 name after the type."""
    named = stack.world.release.cast_by_name_to_float
    return cast(x, dtype, _CASTS.get(as_dtype(dtype).name) if named else None)


def to_float(x: Any, name: Any = "ToFloat") -> Any:
    return _to(dtypes.float32, x, name)


def to_double(x: Any, name: Any = "ToDouble") -> Any:
    return _to(dtypes.float64, x, name)


def to_int32(x: Any, name: Any = "ToInt32") -> Any:
    return _to(dtypes.int32, x, name)


def to_int64(x: Any, name: Any = "ToInt64") -> Any:
    return _to(dtypes.int64, x, name)


def to_bfloat16(x: Any, name: Any = "ToBFloat16") -> Any:
    return _to(dtypes.bfloat16, x, name)


def to_complex64(x: Any, name: Any = "ToComplex64") -> Any:
    return _to(dtypes.complex64, x, name)


def to_complex128(x: Any, name: Any = "ToComplex128") -> Any:
    return _to(dtypes.complex128, x, name)
