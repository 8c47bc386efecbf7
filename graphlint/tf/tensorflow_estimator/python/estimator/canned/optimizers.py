"""Optimizers of canned estimators, by name or as they are (estimator/canned/optimizers.py)."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.training import adagrad, adam, ftrl, gradient_descent, optimizer, rmsprop

_BY_NAME: dict[str, Any] = {
    "Adagrad": adagrad.AdagradOptimizer,
    "Adam": adam.AdamOptimizer,
    "Ftrl": ftrl.FtrlOptimizer,
    "RMSProp": rmsprop.RMSPropOptimizer,
    "SGD": gradient_descent.GradientDescentOptimizer,
}


def get_optimizer_instance(opt: Any, learning_rate: Any = None) -> Any:
    """An optimizer. ValueError for another name, and for what is none."""
    if isinstance(opt, str):
        if opt not in _BY_NAME:
            raise ValueError(f"Unsupported optimizer name: {opt}. Supported names are: {tuple(sorted(_BY_NAME))}")
        if not learning_rate:
            raise ValueError("learning_rate must be specified when opt is string.")
        return _BY_NAME[opt](learning_rate=learning_rate)
    if callable(opt):
        opt = opt()
    if not isinstance(opt, (optimizer.Optimizer, Unknown)):
        raise ValueError(f"The given object is not an Optimizer instance. Given: {opt}")
    return opt
