"""tf.data.experimental.scan: elements made one after the other of a state (data/experimental/ops/scan_ops.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.data.ops import transformations
from graphlint.tf.python.data.ops.structured_function import TracedFunction
from graphlint.tf.python.data.util import nest, structure

_NAME = "tf.data.experimental.scan()"


def scan(initial_state: Any, scan_func: Any) -> Any:
    """TypeError for a function that gives no pair, and for a state that changes its kind."""

    def apply(dataset: Any) -> Any:
        state = structure.normalize_element(initial_state)
        function, spec = traced_with_state(scan_func, _NAME, structure.type_spec_from_value(state), dataset.element_spec,
                                           _new_state)
        return transformations.through(
            function, "ScanDataset", dataset, function.output_spec[1],
            initial_state=structure.to_tensor_list(spec, state), preserve_cardinality=True)

    return apply


def _new_state(spec: Any) -> Any:
    if not isinstance(spec, tuple) or len(spec) != 2:
        raise TypeError("The scan function must return a pair comprising the new state and the output value.")
    return spec[0]


def traced_with_state(function: Any, name: str, state: Any, element: Any, state_of: Any) -> tuple[TracedFunction, Any]:
    """A function of a state and an element, traced until the state's shapes hold for what it returns."""
    while True:
        traced = TracedFunction(function, name, (state, element))
        new = state_of(traced.output_spec)
        for what, found, wanted in (("classes", structure.legacy_classes(new), structure.legacy_classes(state)),
                                    ("types", structure.legacy_types(new), structure.legacy_types(state))):
            if nest.flatten(found) != nest.flatten(wanted):
                raise TypeError(f"The element {what} for the new state must match the initial state. Expected {wanted}; got "
                                f"{found}.")
        shapes = structure.legacy_shapes(state)
        weaker = [one.most_specific_compatible_shape(other) for one, other in
                  zip(nest.flatten(shapes), nest.flatten(structure.legacy_shapes(new)), strict=True)]
        if all(one.ndims is None or (other.ndims is not None and one.as_list() == other.as_list())
               for one, other in zip(nest.flatten(shapes), weaker, strict=True)):
            return traced, state
        state = structure.convert_legacy_structure(structure.legacy_types(state), nest.pack_sequence_as(shapes, weaker),
                                                   structure.legacy_classes(state))
