"""What a layer's call is given beside its inputs: `training` and masks; and the masks of what comes out (base_layer.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.keras import state
from graphlint.tf.python.util import nest

from . import signatures


def training_value(signature: signatures.CallArguments, context: state.CallContext, args: Any, kwargs: dict[str, Any],
                   by_framework: dict[str, Any]) -> Any:
    """The call's `training`: what it is given, else that of the layer around it, which is put into `kwargs`."""
    if "training" in kwargs:
        if isinstance(kwargs["training"], Unknown):
            kwargs["training"] = bool(kwargs["training"])
        return kwargs["training"] if signature.expects("training") else kwargs.pop("training")
    if "training" in signature.names[1:] and signature.names.index("training") <= len(args):
        return args[signature.names.index("training") - 1]
    value = context.training
    if value is not None and signature.expects("training"):
        if isinstance(value, Tensor):
            from graphlint.tf.python.ops import math_basic  # noqa: PLC0415

            value = math_basic.cast(value, "bool")
        elif not isinstance(value, Unknown):
            value = bool(value)
        kwargs["training"] = by_framework["training"] = value
    return value


def input_masks(inputs: Any, signature: signatures.CallArguments, args: Any, kwargs: dict[str, Any],
                by_framework: dict[str, Any]) -> Any:
    """The call's `mask`: what it is given, else those of its inputs, which are put into `kwargs`."""
    if "mask" in kwargs:
        return kwargs["mask"]
    if "mask" in signature.names[1:] and signature.names.index("mask") <= len(args):
        return args[signature.names.index("mask") - 1]
    if type(inputs) is Tensor:
        masks = state.note(inputs, "_keras_mask")
    else:
        masks = nest.map_structure(lambda x: state.note(x, "_keras_mask"), inputs)
        if all(mask is None for mask in nest.flatten(masks)):
            masks = None
    if masks is not None and signature.expects("mask"):
        kwargs["mask"] = by_framework["mask"] = masks
    return masks


def keep_masks(layer: Any, default: Any, inputs: Any, outputs: Any, masks: Any) -> None:
    """Note the masks of what a call gave. `default` is the compute_mask of layers that have none of their own."""
    if getattr(layer.compute_mask, "__func__", None) is default and (not layer.supports_masking or masks is None):
        return
    flat = nest.flatten(outputs)
    if getattr(layer, "_compute_output_and_mask_jointly", False) or (
        flat and all(state.note(output, "_keras_mask") is not None for output in flat)
    ):
        for output in flat:
            state.set_aside(state.note(output, "_keras_mask"))
        return
    found = layer.compute_mask(inputs, masks)
    parts = [None] * len(flat) if found is None else nest.flatten(found)
    for output, mask in zip(flat, parts, strict=False):
        state.set_note(output, "_keras_mask", mask)
        state.set_aside(mask)

