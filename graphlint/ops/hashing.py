"""Hashes of strings into buckets: `StringToHashBucketFast`, which is Fingerprint64 of FarmHash.

FarmHash is a published algorithm; the constants are its own.
"""

from __future__ import annotations

from typing import Any

from .registry import kernel
from .strings import each

MASK = (1 << 64) - 1
K0, K1, K2 = 0xC3A5C85C97CB3127, 0xB492B66FBE98F273, 0x9AE16A3B2F90404F


def _word(text: bytes, at: int) -> int:
    return int.from_bytes(text[at : at + 8], "little")


def _half(text: bytes, at: int) -> int:
    return int.from_bytes(text[at : at + 4], "little")


def _turned(value: int, by: int) -> int:
    return ((value >> by) | (value << (64 - by))) & MASK if by else value


def _mixed(value: int) -> int:
    return value ^ (value >> 47)


def _folded(u: int, v: int, multiplier: int) -> int:
    a = (u ^ v) * multiplier & MASK
    a ^= a >> 47
    b = (v ^ a) * multiplier & MASK
    b ^= b >> 47
    return b * multiplier & MASK


def _short(text: bytes) -> int:
    size = len(text)
    multiplier = K2 + size * 2 & MASK
    if size >= 8:
        a, b = _word(text, 0) + K2 & MASK, _word(text, size - 8)
        c = _turned(b, 37) * multiplier + a & MASK
        d = (_turned(a, 25) + b) * multiplier & MASK
        return _folded(c, d, multiplier)
    if size >= 4:
        return _folded(size + (_half(text, 0) << 3) & MASK, _half(text, size - 4), multiplier)
    if size:
        y = text[0] + (text[size >> 1] << 8)
        z = size + (text[-1] << 2)
        return _mixed(y * K2 & MASK ^ z * K0 & MASK) * K2 & MASK
    return K2


def _medium(text: bytes) -> int:
    size = len(text)
    multiplier = K2 + size * 2 & MASK
    a, b = _word(text, 0) * K1 & MASK, _word(text, 8)
    c, d = _word(text, size - 8) * multiplier & MASK, _word(text, size - 16) * K2 & MASK
    first = _turned(a + b & MASK, 43) + _turned(c, 30) + d & MASK
    return _folded(first, a + _turned(b + K2 & MASK, 18) + c & MASK, multiplier)


def _long(text: bytes) -> int:
    size = len(text)
    multiplier = K2 + size * 2 & MASK
    a, b = _word(text, 0) * K2 & MASK, _word(text, 8)
    c, d = _word(text, size - 8) * multiplier & MASK, _word(text, size - 16) * K2 & MASK
    y = _turned(a + b & MASK, 43) + _turned(c, 30) + d & MASK
    z = _folded(y, a + _turned(b + K2 & MASK, 18) + c & MASK, multiplier)
    e, f = _word(text, 16) * multiplier & MASK, _word(text, 24)
    g, h = (y + _word(text, size - 32)) * multiplier & MASK, (z + _word(text, size - 24)) * multiplier & MASK
    return _folded(_turned(e + f & MASK, 43) + _turned(g, 30) + h & MASK, e + _turned(f + a & MASK, 18) + g & MASK,
                   multiplier)


def _weak(text: bytes, at: int, a: int, b: int) -> tuple[int, int]:
    w, x, y, z = (_word(text, at + step) for step in (0, 8, 16, 24))
    a = a + w & MASK
    b = _turned(b + a + z & MASK, 21)
    c = a
    a = a + x + y & MASK
    b = b + _turned(a, 44) & MASK
    return a + z & MASK, b + c & MASK


def fingerprint(text: bytes) -> int:
    """FarmHash's 64-bit fingerprint."""
    size = len(text)
    if size <= 16:
        return _short(text)
    if size <= 32:
        return _medium(text)
    if size <= 64:
        return _long(text)
    return _very_long(text)


def _very_long(text: bytes) -> int:
    size, seed = len(text), 81
    x, y = seed, (seed * K1 + 113) & MASK
    z = _mixed(y * K2 + 113 & MASK) * K2 & MASK
    v, w = (0, 0), (0, 0)
    x = x * K2 + _word(text, 0) & MASK
    end, last = (size - 1) // 64 * 64, size - 64
    for at in range(0, end, 64):
        x = _turned(x + y + v[0] + _word(text, at + 8) & MASK, 37) * K1 & MASK
        y = _turned(y + v[1] + _word(text, at + 48) & MASK, 42) * K1 & MASK
        x ^= w[1]
        y = y + v[0] + _word(text, at + 40) & MASK
        z = _turned(z + w[0] & MASK, 33) * K1 & MASK
        v = _weak(text, at, v[1] * K1 & MASK, x + w[0] & MASK)
        w = _weak(text, at + 32, z + w[1] & MASK, y + _word(text, at + 16) & MASK)
        z, x = x, z
    multiplier = K1 + ((z & 0xFF) << 1) & MASK
    w = (w[0] + ((size - 1) & 63) & MASK, w[1])
    v = (v[0] + w[0] & MASK, v[1])
    w = (w[0] + v[0] & MASK, w[1])
    x = _turned(x + y + v[0] + _word(text, last + 8) & MASK, 37) * multiplier & MASK
    y = _turned(y + v[1] + _word(text, last + 48) & MASK, 42) * multiplier & MASK
    x ^= w[1] * 9 & MASK
    y = y + v[0] * 9 + _word(text, last + 40) & MASK
    z = _turned(z + w[0] & MASK, 33) * multiplier & MASK
    v = _weak(text, last, v[1] * multiplier & MASK, x + w[0] & MASK)
    w = _weak(text, last + 32, z + w[1] & MASK, y + _word(text, last + 16) & MASK)
    z, x = x, z
    first = _folded(v[0], w[0], multiplier) + _mixed(y) * K0 + z & MASK
    return _folded(first, _folded(v[1], w[1], multiplier) + x & MASK, multiplier)


@kernel("StringToHashBucketFast")
def hash_bucket(k: Any, texts: Any) -> Any:
    count = k.attr("num_buckets")
    return each(lambda text: fingerprint(text) % count, texts)
