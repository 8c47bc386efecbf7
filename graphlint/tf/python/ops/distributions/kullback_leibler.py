"""KL divergences between kinds of distributions (ops/distributions/kullback_leibler.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import array_ops, control_flow_ops, math_ops

# those that TensorFlow registers; a script's own stand in the notes of the world
_KNOWN: dict[tuple[type, type], Callable[..., Any]] = {}
_OF_SCRIPT = "kl_divergences"


def between(*kinds: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register TensorFlow's divergence of two kinds of distributions, or of two of one kind."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        _KNOWN[kinds[0], kinds[-1]] = function
        return function

    return register


def _of_script() -> dict[Any, Any]:
    return stack.world.notes.setdefault(_OF_SCRIPT, {})  # type: ignore[return-value]


def _registered(kind_a: type, kind_b: type) -> Any:
    """The divergence that is registered for the nearest bases of both."""
    table = {**_KNOWN, **_of_script()}
    found = [(away_a + away_b, table[a, b]) for away_a, a in enumerate(kind_a.__mro__)
             for away_b, b in enumerate(kind_b.__mro__) if (a, b) in table]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def kl_divergence(distribution_a: Any, distribution_b: Any, allow_nan_stats: bool = True, name: Any = None) -> Any:
    """NotImplementedError where none is registered."""
    function = _registered(type(distribution_a), type(distribution_b))
    if function is None:
        raise NotImplementedError(
            f"No KL(distribution_a || distribution_b) registered for distribution_a type {type(distribution_a).__name__} and "
            f"distribution_b type {type(distribution_b).__name__}")
    with ops.name_scope("KullbackLeibler"):
        found = function(distribution_a, distribution_b, name=name)
        if allow_nan_stats:
            return found
        found = array_ops.identity(found, name="kl")
        text = (f"KL calculation between {distribution_a.name} and {distribution_b.name} returned NaN values (and was called "
                "with allow_nan_stats=False). Values:")
        defined = math_ops.logical_not(math_ops.reduce_any(math_ops.is_nan(found)))
        with ops.control_dependencies([control_flow_ops.Assert(defined, [text, found])]):
            return array_ops.identity(found, name="checked_kl")


def cross_entropy(ref: Any, other: Any, allow_nan_stats: bool = True, name: Any = None) -> Any:
    with ops.name_scope(name, "cross_entropy"):
        return ref.entropy() + kl_divergence(ref, other, allow_nan_stats=allow_nan_stats)


@exposed
class RegisterKL:
    """A decorator for a divergence of the script's."""

    def __init__(self, dist_cls_a: type, dist_cls_b: type) -> None:
        self._key = (dist_cls_a, dist_cls_b)

    def __call__(self, kl_fn: Any) -> Any:
        if not callable(kl_fn):
            raise TypeError(f"kl_fn must be callable, received: {kl_fn}")
        known = {**_KNOWN, **_of_script()}.get(self._key)
        if known is not None:
            raise ValueError(f"KL({self._key[0].__name__} || {self._key[1].__name__}) has already been registered to: {known}")
        _of_script()[self._key] = kl_fn
        return kl_fn
