"""Nested elements of datasets (data/util/nest.py): tuples and dicts nest; a list is a value to convert."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any


def is_sequence(structure: Any) -> bool:
    if getattr(type(structure), "is_sparse_tensor", False):
        return False
    return isinstance(structure, (tuple, Mapping))


def _children(structure: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(structure, Mapping):
        for key in sorted(structure):
            yield key, structure[key]
    else:
        yield from enumerate(structure)


def flatten(structure: Any) -> list[Any]:
    """The leaves, dicts by sorted keys."""
    if not is_sequence(structure):
        return [structure]
    return [leaf for _, child in _children(structure) for leaf in flatten(child)]


def _like(instance: Any, children: list[Any]) -> Any:
    if isinstance(instance, Mapping):
        found = dict(zip(sorted(instance), children, strict=True))
        ordered = {key: found[key] for key in instance}
        return ordered if type(instance) is dict else type(instance)(ordered)  # type: ignore[call-arg]
    if hasattr(instance, "_fields"):
        return type(instance)(*children)
    return tuple(children)


def pack_sequence_as(structure: Any, flat_sequence: Any) -> Any:
    """The leaves in the nesting of `structure`. ValueError where their numbers differ."""
    leaves = list(flat_sequence)
    count = len(flatten(structure))
    if len(leaves) != count:
        raise ValueError("Could not pack sequence. Structure had %d elements, but flat_sequence had %d elements.  Structure: "  # noqa: UP031
                         "%s, flat_sequence: %s." % (count, len(leaves), structure, flat_sequence))
    left = iter(leaves)

    def pack(part: Any) -> Any:
        if not is_sequence(part):
            return next(left)
        return _like(part, [pack(child) for _, child in _children(part)])

    return pack(structure)


def map_structure(function: Callable[..., Any], *structures: Any) -> Any:
    flat = [flatten(structure) for structure in structures]
    return pack_sequence_as(structures[0], [function(*leaves) for leaves in zip(*flat, strict=True)])


def assert_same_structure(nest1: Any, nest2: Any, check_types: bool = True) -> None:
    """ValueError or TypeError where two nestings differ."""
    try:
        _assert_same(nest1, nest2, check_types)
    except (ValueError, TypeError) as error:
        raise type(error)(f"The two structures don't have the same nested structure.\n\nFirst structure: {_shown(nest1)}\n\n"
                          f"Second structure: {_shown(nest2)}\n\nMore specifically: {error}") from None


def _shown(structure: Any) -> str:
    return f"type={type(structure).__name__} str={structure}"


def _assert_same(one: Any, two: Any, check_types: bool) -> None:
    first, second = is_sequence(one), is_sequence(two)
    if first != second:
        nested, leaf = (one, two) if first else (two, one)
        raise ValueError(f'Substructure "{_shown(nested)}" is a sequence, while substructure "{_shown(leaf)}" is not')
    if not first:
        return
    if check_types and isinstance(one, Mapping) != isinstance(two, Mapping):
        raise TypeError("The two namedtuples don't have the same sequence type. First structure has type "
                        f"{_shown(one)}, while second structure has type {_shown(two)}")
    if len(one) != len(two):
        raise ValueError("The two structures don't have the same number of elements. First structure: "
                         f"{_shown(one)}. Second structure: {_shown(two)}")
    for (key, child), (other_key, other) in zip(_children(one), _children(two), strict=True):
        if key != other_key:
            raise ValueError("The two dictionaries don't have the same set of keys. First structure: "
                             f"{_shown(one)}, second structure: {_shown(two)}")
        _assert_same(child, other, check_types)


def flatten_up_to(shallow_tree: Any, input_tree: Any) -> list[Any]:
    """The parts of `input_tree` that stand where `shallow_tree` has its leaves."""
    if not is_sequence(shallow_tree):
        return [input_tree]
    if not is_sequence(input_tree) and not isinstance(input_tree, list):
        raise TypeError("If shallow structure is a sequence, input must also be a sequence. Input has type: "
                        f"'{type(input_tree).__name__}'.")
    if len(input_tree) != len(shallow_tree):
        raise ValueError("The two structures don't have the same sequence length. Input structure has length "
                         f"{len(input_tree)}, while shallow structure has length {len(shallow_tree)}.")
    pairs = zip(_children(shallow_tree), _children(input_tree), strict=True)
    return [leaf for (_, shallow), (_, part) in pairs for leaf in flatten_up_to(shallow, part)]


def map_structure_up_to(shallow_tree: Any, function: Callable[..., Any], *inputs: Any) -> Any:
    flat = [flatten_up_to(shallow_tree, part) for part in inputs]
    return pack_sequence_as(shallow_tree, [function(*leaves) for leaves in zip(*flat, strict=True)])
