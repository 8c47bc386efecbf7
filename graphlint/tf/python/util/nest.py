"""Nested structures: flattening, packing, mapping (util/nest.py).

A sequence is a list, tuple, namedtuple, dict (by sorted keys) or view of a dict; composite tensors only when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MappingView
from typing import Any

from graphlint.graph import stack
from graphlint.graph.graph import Tensor


def is_nested(seq: Any) -> bool:
    if isinstance(seq, tuple) and getattr(type(seq), "is_sparse_tensor", False):
        return False
    if isinstance(seq, MappingView):
        return bool(stack.current().release.nest_takes_views)
    return isinstance(seq, (list, tuple, Mapping)) or _is_attrs(seq)


is_sequence = is_nested


def is_composite(value: Any) -> bool:
    return bool(getattr(type(value), "is_composite_tensor", False))


def is_sequence_or_composite(seq: Any) -> bool:
    return is_nested(seq) or is_composite(seq)


def _is_attrs(value: Any) -> bool:
    return hasattr(type(value), "__attrs_attrs__")


def _is_namedtuple(value: Any) -> bool:
    return isinstance(value, tuple) and hasattr(value, "_fields")


def _sorted(mapping: Any) -> list[Any]:
    try:
        return sorted(mapping)
    except TypeError:
        raise TypeError("nest only supports dicts with sortable keys.") from None


def items(structure: Any) -> Iterator[tuple[Any, Any]]:
    """The (key, child) pairs of a sequence in TensorFlow's order."""
    if isinstance(structure, Mapping):
        for key in _sorted(structure):
            yield key, structure[key]
    elif _is_attrs(structure):
        for attr in type(structure).__attrs_attrs__:
            yield attr.name, getattr(structure, attr.name)
    elif _is_namedtuple(structure):
        for field in structure._fields:
            yield field, getattr(structure, field)
    elif is_composite(structure):
        yield type(structure).__name__, structure.to_components()
    else:
        yield from enumerate(structure)


def _like(instance: Any, children: list[Any]) -> Any:
    """A sequence of the kind of `instance` holding `children`."""
    if isinstance(instance, Mapping):
        found = dict(zip(_sorted(instance), children, strict=True))
        ordered = {key: found[key] for key in instance}
        if type(instance) is dict:
            return ordered
        factory = getattr(instance, "default_factory", None)
        return type(instance)(factory, ordered) if factory is not None else type(instance)(ordered)  # type: ignore[call-arg]
    if _is_namedtuple(instance) or _is_attrs(instance):
        return type(instance)(*children)
    if isinstance(instance, MappingView):
        return list(children)
    if is_composite(instance):
        return instance.from_components(children[0])
    return type(instance)(children)


def _walker(expand_composites: bool) -> Callable[[Any], bool]:
    return is_sequence_or_composite if expand_composites else is_nested


def flatten(structure: Any, expand_composites: bool = False) -> list[Any]:
    """The leaves in order; a leaf itself gives a list of one."""
    if type(structure) is Tensor:
        return [structure]
    walk = _walker(expand_composites)
    found: list[Any] = []

    def collect(node: Any) -> None:
        if not walk(node):
            found.append(node)
            return
        for _, child in items(node):
            collect(child)

    collect(structure)
    return found


class _Dot:
    def __repr__(self) -> str:
        return "."


def assert_same_structure(nest1: Any, nest2: Any, check_types: bool = True, expand_composites: bool = False) -> None:
    """ValueError or TypeError where the two don't nest alike."""
    walk = _walker(expand_composites)
    try:
        _compare(nest1, nest2, check_types, walk)
    except (TypeError, ValueError) as error:
        dots = [str(map_structure(lambda _: _Dot(), nest)) for nest in (nest1, nest2)]
        raise type(error)(
            "The two structures don't have the same nested structure.\n\n"
            f"First structure: {_described(nest1)}\n\nSecond structure: {_described(nest2)}\n\n"
            f"More specifically: {error}\nEntire first structure:\n{dots[0]}\nEntire second structure:\n{dots[1]}"
        ) from None


def _compare(first: Any, second: Any, check_types: bool, walk: Callable[[Any], bool]) -> None:
    if walk(first) != walk(second):
        sequence, other = (first, second) if walk(first) else (second, first)
        raise ValueError(f'Substructure "{_described(sequence)}" is a sequence, while substructure '
                         f'"{_described(other)}" is not')
    if not walk(first):
        return
    if check_types and not _same_kind(first, second):
        raise TypeError("The two namedtuples don't have the same sequence type. First structure "
                        f"{_described(first)} has type {_kind(first)}, while second structure {_described(second)} has "
                        f"type {_kind(second)}")
    left, right = list(items(first)), list(items(second))
    if isinstance(first, Mapping) and [key for key, _ in left] != [key for key, _ in right]:
        raise ValueError("The two dictionaries don't have the same set of keys. First structure has keys "
                         f"{_described([key for key, _ in left])}, while second structure has keys "
                         f"{_described([key for key, _ in right])}")
    if len(left) != len(right):
        raise ValueError("The two structures don't have the same number of elements. First structure: "
                         f"{_described(first)}. Second structure: {_described(second)}")
    for (_, a), (_, b) in zip(left, right, strict=True):
        _compare(a, b, check_types, walk)


def _same_kind(first: Any, second: Any) -> bool:
    """Same type; all lists and all mappings are alike, and so are namedtuples of one name and the same fields."""
    if type(first) is type(second):
        return True
    if _is_namedtuple(first) and _is_namedtuple(second):
        return _kind(first) == _kind(second) and first._fields == second._fields
    return any(isinstance(first, kind) and isinstance(second, kind) for kind in (list, Mapping))


def _described(value: Any) -> str:
    return f"type={_kind(value)} str={value}"


def _kind(value: Any) -> str:
    return type(value).__name__


def pack_sequence_as(structure: Any, flat_sequence: Any, expand_composites: bool = False) -> Any:
    """The leaves of `flat_sequence` in the nesting of `structure`."""
    walk = _walker(expand_composites)
    if not walk(flat_sequence):
        raise TypeError("flat_sequence must be a sequence")
    flat = list(flat_sequence)
    if not walk(structure):
        if len(flat) != 1:
            raise ValueError(f"Structure is a scalar but len(flat_sequence) == {len(flat)} > 1")
        return flat[0]
    count = len(flatten(structure, expand_composites))
    if count != len(flat):
        raise ValueError(f"Could not pack sequence. Structure had {count} elements, but flat_sequence had {len(flat)} "
                         f"elements.  Structure: {structure}, flat_sequence: {flat_sequence}.")
    leaves = iter(flat)

    def build(node: Any) -> Any:
        if not walk(node):
            return next(leaves)
        return _like(node, [build(child) for _, child in items(node)])

    return build(structure)


def map_structure(func: Any, *structure: Any, **kwargs: Any) -> Any:
    """Apply `func` leaf by leaf to structures that nest alike."""
    if not callable(func):
        raise TypeError(f"func must be callable, got: {func}")
    if not structure:
        raise ValueError("Must provide at least one structure")
    check_types = kwargs.pop("check_types", True)
    expand = kwargs.pop("expand_composites", False)
    if kwargs:
        raise ValueError("Only valid keyword arguments are `check_types` and `expand_composites`, not: "
                         f"`{'`, `'.join(kwargs)}`")
    for other in structure[1:]:
        assert_same_structure(structure[0], other, check_types, expand)
    columns = [flatten(each, expand) for each in structure]
    return pack_sequence_as(structure[0], [func(*row) for row in zip(*columns, strict=True)], expand)


def flatten_up_to(shallow_tree: Any, input_tree: Any, check_types: bool = True, expand_composites: bool = False,
                  check_subtrees_length: bool = True) -> list[Any]:
    """The subtrees of `input_tree` at the leaves of `shallow_tree`."""
    return [tree for _, tree in flatten_with_tuple_paths_up_to(shallow_tree, input_tree, check_types, expand_composites,
                                                               check_subtrees_length)]


def flatten_with_tuple_paths_up_to(shallow_tree: Any, input_tree: Any, check_types: bool = True,
                                   expand_composites: bool = False, check_subtrees_length: bool = True) -> list[Any]:
    walk = _walker(expand_composites)
    assert_shallow_structure(shallow_tree, input_tree, check_types, expand_composites, check_subtrees_length)
    found: list[Any] = []

    def collect(shallow: Any, tree: Any, path: tuple[Any, ...]) -> None:
        if not walk(shallow):
            found.append((path, tree))
            return
        children = dict(items(tree))
        for key, child in items(shallow):
            collect(child, children[key], (*path, key))

    collect(shallow_tree, input_tree, ())
    return found


def assert_shallow_structure(shallow_tree: Any, input_tree: Any, check_types: bool = True, expand_composites: bool = False,
                             check_subtrees_length: bool = True) -> None:
    """TypeError or ValueError where `input_tree` doesn't start with the nesting of `shallow_tree`."""
    walk = _walker(expand_composites)
    if not walk(shallow_tree):
        return
    if not walk(input_tree):
        raise TypeError("If shallow structure is a sequence, input must also be a sequence. Input has type: "
                        f"{type(input_tree)}.")
    both_maps = isinstance(shallow_tree, Mapping) and isinstance(input_tree, Mapping)
    both_named = _is_namedtuple(shallow_tree) and _is_namedtuple(input_tree)
    if check_types and not isinstance(input_tree, type(shallow_tree)) and not both_maps and not both_named:
        raise TypeError("The two structures don't have the same sequence type. Input structure has type "
                        f"{type(input_tree)}, while shallow structure has type {type(shallow_tree)}.")
    if not is_composite(shallow_tree) and check_subtrees_length and len(input_tree) != len(shallow_tree):
        raise ValueError("The two structures don't have the same sequence length. Input structure has length "
                         f"{len(input_tree)}, while shallow structure has length {len(shallow_tree)}.")
    for (_, shallow), (_, tree) in zip(items(shallow_tree), items(input_tree), strict=False):
        assert_shallow_structure(shallow, tree, check_types, expand_composites, check_subtrees_length)


def map_structure_up_to(shallow_tree: Any, func: Any, *inputs: Any, **kwargs: Any) -> Any:
    """Apply `func` to the subtrees of `inputs` at the leaves of `shallow_tree`."""
    if not inputs:
        raise ValueError("Cannot map over no sequences")
    columns = [flatten_up_to(shallow_tree, tree, **kwargs) for tree in inputs]
    results = [func(*row) for row in zip(*columns, strict=True)]
    return pack_sequence_as(shallow_tree, results, kwargs.get("expand_composites", False))


def flatten_with_tuple_paths(structure: Any, expand_composites: bool = False) -> list[Any]:
    return flatten_with_tuple_paths_up_to(structure, structure, False, expand_composites)


def yield_flat_paths(nest: Any, expand_composites: bool = False) -> list[Any]:
    return [path for path, _ in flatten_with_tuple_paths(nest, expand_composites)]


def flatten_with_joined_string_paths(structure: Any, separator: str = "/", expand_composites: bool = False) -> list[Any]:
    return [(separator.join(map(str, path)), leaf) for path, leaf in flatten_with_tuple_paths(structure, expand_composites)]


def flatten_dict_items(dictionary: Any) -> dict[Any, Any]:
    """A dict whose nested keys and values are flattened alike. ValueError where they differ in length or clash."""
    if not isinstance(dictionary, Mapping):
        raise TypeError("input must be a dictionary")
    found: dict[Any, Any] = {}
    for key, value in dictionary.items():
        keys, values = flatten(key), (flatten(value) if is_nested(key) else [value])
        if len(keys) != len(values):
            raise ValueError(f"Could not flatten dictionary. Key had {len(keys)} elements, but value had {len(values)} "
                             f"elements. Key: {keys}, value: {values}.")
        for flat_key, flat_value in zip(keys, values, strict=True):
            if flat_key in found:
                raise ValueError(f"Could not flatten dictionary: key {flat_key} is not unique.")
            found[flat_key] = flat_value
    return found


def get_traverse_shallow_structure(traverse_fn: Any, structure: Any, expand_composites: bool = False) -> Any:
    """The part of `structure` that `traverse_fn` wants, with bools as leaves."""
    walk = _walker(expand_composites)
    wanted = traverse_fn(structure)
    if not walk(structure):
        if not isinstance(wanted, bool):
            raise TypeError(f"traverse_fn returned structure: {wanted} for non-structure: {structure}")
        return wanted
    children = [child for _, child in items(structure)]
    if isinstance(wanted, bool):
        if not wanted:
            return False
        flags = [True] * len(children)
    elif walk(wanted):
        assert_shallow_structure(wanted, structure, expand_composites=expand_composites)
        flags = [flag for _, flag in items(wanted)]
    else:
        raise TypeError(f"traverse_fn returned a non-bool scalar: {wanted} for input: {structure}")
    if not all(isinstance(flag, bool) for flag in flags):
        raise TypeError(f"traverse_fn didn't return a depth=1 structure of bools.  saw: {wanted}  for structure: {structure}")
    return _like(structure, [get_traverse_shallow_structure(traverse_fn, child, expand_composites) if flag else False
                             for flag, child in zip(flags, children, strict=False)])
