"""The arithmetic of the optimizers' update ops: new values of the variable and its slots, from named inputs.

One function a family; a sparse form applies it to the rows that its indices name, one after the other where a row is
named twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Named = dict[str, Any]
Update = Callable[[Named, dict[str, Any]], tuple[Any, ...]]


def _gradient_descent(n: Named, attrs: Named) -> tuple[Any, ...]:
    return (n["var"] - n["alpha"] * n["grad"],)


def _shrunk(x: Any, rate: Any, l1: Any, l2: Any) -> Any:
    """The proximal step of an l1 and l2 penalty."""
    if l1 > 0:
        x = np.sign(x) * np.maximum(np.abs(x) - rate * l1, 0)
    return x / (1 + rate * l2)


def _proximal_gradient_descent(n: Named, attrs: Named) -> tuple[Any, ...]:
    return (_shrunk(n["var"] - n["alpha"] * n["grad"], n["alpha"], n["l1"], n["l2"]),)


def _adadelta(n: Named, attrs: Named) -> tuple[Any, ...]:
    rho, epsilon, grad = n["rho"], n["epsilon"], n["grad"]
    accum = n["accum"] * rho + np.square(grad) * (1 - rho)
    update = np.sqrt(n["accum_update"] + epsilon) / np.sqrt(accum + epsilon) * grad
    return n["var"] - update * n["lr"], accum, n["accum_update"] * rho + np.square(update) * (1 - rho)


def _adagrad(n: Named, attrs: Named) -> tuple[Any, ...]:
    accum = n["accum"] + np.square(n["grad"]) if attrs.get("update_slots", True) else n["accum"]
    return n["var"] - n["lr"] * n["grad"] / np.sqrt(accum), accum


def _adagrad_v2(n: Named, attrs: Named) -> tuple[Any, ...]:
    accum = n["accum"] + np.square(n["grad"]) if attrs.get("update_slots", True) else n["accum"]
    return n["var"] - n["lr"] * n["grad"] / (np.sqrt(accum) + n["epsilon"]), accum


def _adagrad_da(n: Named, attrs: Named) -> tuple[Any, ...]:
    sums = n["gradient_accumulator"] + n["grad"]
    squares = n["gradient_squared_accumulator"] + np.square(n["grad"])
    step = np.asarray(n["global_step"], sums.dtype)
    pull = np.sign(sums) * np.maximum(np.abs(sums) - step * n["l1"], 0) if n["l1"] > 0 else sums
    return -n["lr"] * pull / (n["l2"] * step * n["lr"] + np.sqrt(squares)), sums, squares


def _proximal_adagrad(n: Named, attrs: Named) -> tuple[Any, ...]:
    accum = n["accum"] + np.square(n["grad"])
    rate = n["lr"] / np.sqrt(accum)
    return _shrunk(n["var"] - n["grad"] * rate, rate, n["l1"], n["l2"]), accum


def _moments(n: Named) -> tuple[Any, Any]:
    return (n["m"] + (n["grad"] - n["m"]) * (1 - n["beta1"]),
            n["v"] + (np.square(n["grad"]) - n["v"]) * (1 - n["beta2"]))


def _adam(n: Named, attrs: Named) -> tuple[Any, ...]:
    rate = n["lr"] * np.sqrt(1 - n["beta2_power"]) / (1 - n["beta1_power"])
    m, v = _moments(n)
    ahead = n["grad"] * (1 - n["beta1"]) + n["beta1"] * m if attrs.get("use_nesterov") else m
    return n["var"] - ahead * rate / (np.sqrt(v) + n["epsilon"]), m, v


def _adam_amsgrad(n: Named, attrs: Named) -> tuple[Any, ...]:
    rate = n["lr"] * np.sqrt(1 - n["beta2_power"]) / (1 - n["beta1_power"])
    m, v = _moments(n)
    most = np.maximum(n["vhat"], v)
    return n["var"] - m * rate / (np.sqrt(most) + n["epsilon"]), m, v, most


def _adamax(n: Named, attrs: Named) -> tuple[Any, ...]:
    m = n["m"] + (n["grad"] - n["m"]) * (1 - n["beta1"])
    v = np.maximum(n["beta2"] * n["v"], np.abs(n["grad"]))
    return n["var"] - n["lr"] / (1 - n["beta1_power"]) * (m / (v + n["epsilon"])), m, v


def _momentum(n: Named, attrs: Named) -> tuple[Any, ...]:
    accum = n["accum"] * n["momentum"] + n["grad"]
    if attrs.get("use_nesterov"):
        return n["var"] - (n["grad"] * n["lr"] + accum * n["momentum"] * n["lr"]), accum
    return n["var"] - accum * n["lr"], accum


def _keras_momentum(n: Named, attrs: Named) -> tuple[Any, ...]:
    accum = n["accum"] * n["momentum"] - n["grad"] * n["lr"]
    if attrs.get("use_nesterov"):
        return n["var"] + accum * n["momentum"] - n["grad"] * n["lr"], accum
    return n["var"] + accum, accum


def _rms_prop(n: Named, attrs: Named) -> tuple[Any, ...]:
    ms = n["ms"] + (np.square(n["grad"]) - n["ms"]) * (1 - n["rho"])
    mom = n["mom"] * n["momentum"] + n["grad"] * n["lr"] / np.sqrt(ms + n["epsilon"])
    return n["var"] - mom, ms, mom


def _centered_rms_prop(n: Named, attrs: Named) -> tuple[Any, ...]:
    ms = n["ms"] + (np.square(n["grad"]) - n["ms"]) * (1 - n["rho"])
    mg = n["mg"] + (n["grad"] - n["mg"]) * (1 - n["rho"])
    mom = n["mom"] * n["momentum"] + n["grad"] * n["lr"] / np.sqrt(ms - np.square(mg) + n["epsilon"])
    return n["var"] - mom, mg, ms, mom


def _ftrl(n: Named, attrs: Named) -> tuple[Any, ...]:
    power, lr = -n["lr_power"], n["lr"]
    grad = n["grad"] + 2 * n["l2_shrinkage"] * n["var"] if "l2_shrinkage" in n else n["grad"]
    accum = n["accum"] + np.square(n["grad"])
    linear = n["linear"] + grad - (accum**power - n["accum"] ** power) / lr * n["var"]
    slope = accum**power / lr + 2 * n["l2"]
    var = np.where(np.abs(linear) > n["l1"], (np.sign(linear) * n["l1"] - linear) / slope, 0)
    return var, accum, linear


def _add_sign(n: Named, attrs: Named) -> tuple[Any, ...]:
    m = n["m"] * n["beta"] + n["grad"] * (1 - n["beta"])
    agree = np.sign(n["grad"]) * np.sign(m)
    return n["var"] - n["lr"] * (n["alpha"] + n["sign_decay"] * agree) * n["grad"], m


def _power_sign(n: Named, attrs: Named) -> tuple[Any, ...]:
    m = n["m"] * n["beta"] + n["grad"] * (1 - n["beta"])
    agree = np.sign(n["grad"]) * np.sign(m)
    return n["var"] - n["lr"] * np.exp(n["logbase"] * n["sign_decay"] * agree) * n["grad"], m


FAMILIES: dict[str, Update] = {
    "GradientDescent": _gradient_descent,
    "ProximalGradientDescent": _proximal_gradient_descent,
    "Adadelta": _adadelta,
    "Adagrad": _adagrad,
    "AdagradV2": _adagrad_v2,
    "AdagradDA": _adagrad_da,
    "ProximalAdagrad": _proximal_adagrad,
    "Adam": _adam,
    "AdamWithAmsgrad": _adam_amsgrad,
    "AdaMax": _adamax,
    "Momentum": _momentum,
    "KerasMomentum": _keras_momentum,
    "RMSProp": _rms_prop,
    "CenteredRMSProp": _centered_rms_prop,
    "Ftrl": _ftrl,
    "FtrlV2": _ftrl,
    "AddSign": _add_sign,
    "PowerSign": _power_sign,
}


def by_rows(update: Update, named: Named, states: list[str], attrs: dict[str, Any]) -> tuple[Any, ...]:
    """A sparse update: the dense one on the rows that `indices` names."""
    indices = np.ravel(named["indices"])
    found = {name: np.array(named[name]) for name in states}
    once = len(np.unique(indices)) == len(indices)
    for rows in [slice(None)] if once else [slice(at, at + 1) for at in range(len(indices))]:
        picked = {name: value[indices[rows]] for name, value in found.items()}
        for name, value in zip(states, update({**named, **picked, "grad": named["grad"][rows]}, attrs), strict=True):
            found[name][indices[rows]] = value
    return tuple(found.values())
