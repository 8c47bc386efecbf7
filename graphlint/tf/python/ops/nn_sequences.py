"""Window arguments as TensorFlow's nn functions take them: strides, kernel sizes, paddings, data formats."""

from __future__ import annotations

from collections.abc import Sized
from typing import Any

from graphlint.sandbox.unknown import Unknown


def get_sequence(value: Any, n: int, channel_index: int, name: str) -> Any:
    """`value` spread over batch, channel and `n` spatial dims; one of full length is taken as it is."""
    if value is None:
        value = [1]
    elif isinstance(value, Unknown) or not isinstance(value, Sized):
        value = [value]
    length = len(value)
    if length == n + 2:
        return value
    if length not in (1, n):
        raise ValueError(f"{name} should be of length 1, {n} or {n + 2} but was {length}")
    spread = [value[0]] * n if length == 1 else list(value)
    return [1, 1, *spread] if channel_index == 1 else [1, *spread, 1]


def channel_axis(data_format: Any, n: int) -> int:
    """Where the channels sit among `n` spatial dims."""
    return 1 if data_format is not None and data_format.startswith("NC") else n + 1


def convert_padding(padding: Any) -> tuple[Any, list[Any]]:
    """The padding attr and the explicit paddings. ValueError where the list isn't four pairs."""
    if padding == "EXPLICIT":
        raise ValueError('"EXPLICIT" is not a valid value for the padding parameter. To use explicit padding, the padding '
                         "parameter must be a list.")
    if not isinstance(padding, (list, tuple)):
        return padding, []
    explicit: list[Any] = []
    prefix = "When padding is a list, each element of padding must be a list/tuple of size 2. "
    for number, pair in enumerate(padding):
        if not isinstance(pair, (list, tuple)):
            raise ValueError(f"{prefix}Element with index {number} of padding is not a list/tuple")
        if len(pair) != 2:
            raise ValueError(f"{prefix}Element with index {number} of padding has size {len(pair)}")
        explicit.extend(pair)
    if len(padding) != 4:
        raise ValueError(f"When padding is a list, it must be of size 4. Got padding of size: {len(padding)}")
    return "EXPLICIT", explicit


def one_dim_format(data_format: Any) -> tuple[str, int, int]:
    """conv1d's data format as conv2d's, its first spatial dim, and its channel axis."""
    if data_format in (None, "NHWC", "NWC"):
        return "NHWC", 1, 2
    if data_format in ("NCHW", "NCW"):
        return "NCHW", 2, 1
    raise ValueError('data_format must be "NWC" or "NCW".')


def strides_and_rate(count: int, strides: Any, rate: Any) -> tuple[list[Any], list[Any]]:
    """Strides and dilation rates of `count` spatial dims. ValueError where both are above 1."""
    if rate is None:
        rate = [1] * count
    elif len(rate) != count:
        raise ValueError(f"len(dilation_rate)={len(rate)} but should be {count}")
    rate = _ints(rate)
    if any(r < 1 for r in rate):
        raise ValueError("all values of dilation_rate must be positive")
    if strides is None:
        strides = [1] * count
    elif len(strides) != count:
        raise ValueError(f"len(strides)={len(strides)} but should be {count}")
    strides = _ints(strides)
    if any(s < 1 for s in strides):
        raise ValueError("all values of strides must be positive")
    if any(s > 1 for s in strides) and any(r > 1 for r in rate):
        raise ValueError("strides > 1 not supported in conjunction with dilation_rate > 1")
    return strides, rate


def _ints(values: Any) -> list[Any]:
    return [value if isinstance(value, Unknown) else int(value) for value in values]
