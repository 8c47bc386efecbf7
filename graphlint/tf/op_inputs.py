"""Converting the inputs of one op: Python values to tensors, and the type attrs that follow (framework/op_def_library.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph.dtypes import DType
from graphlint.graph.graph import Tensor
from graphlint.ops.opdef import REQUIRED, Arg, OpDef

from . import attrs as attr_values
from . import guessed_types
from .convert import convert, convert_n


class InputConversion:
    """What a Builder knows of its op's inputs. Errors are TypeErrors and ValueErrors with TensorFlow's texts."""

    __slots__ = ("attr_by_name", "definition", "name", "type_defaults")

    def __init__(self, definition: OpDef) -> None:
        self.definition = definition
        self.name = definition.name
        self.attr_by_name = {attr.name: attr for attr in definition.attrs}
        self.type_defaults = {a.name: a.default for a in definition.attrs if a.kind == "type" and a.default is not REQUIRED}

    def _convert_inputs(self, given: dict[str, Any], attrs: dict[str, Any], inputs: list[Tensor]) -> None:
        sources: dict[str, str] = {}
        for arg in self.definition.inputs:
            try:
                value = given[arg.name]
            except KeyError:
                raise TypeError(f"No argument for input {arg.name}") from None
            if arg.number_attr is not None or arg.type_list_attr is not None:
                self._list_input(arg, value, given, attrs, inputs, sources)
                continue
            tensor = value if type(value) is Tensor and arg.dtype is None and not arg.is_ref else (
                self._single_input(arg, value, given, attrs, sources)
            )
            dtype = tensor.dtype.base_dtype
            if arg.type_attr is not None:
                known = attrs.get(arg.type_attr)
                if known is None:
                    attrs[arg.type_attr] = self._first_type(arg, tensor)
                    sources[arg.type_attr] = arg.name
                elif known is not dtype and not guessed_types.settle(tensor, known):
                    if not self._settle_others(arg, dtype, inputs):
                        raise TypeError(f"{self._has_type(arg, tensor)} type {known.name} of argument "
                                        f"'{sources.get(arg.type_attr, arg.type_attr)}'.")
                    attrs[arg.type_attr] = dtype
            if arg.is_ref and not tensor.dtype._is_ref_dtype:
                raise TypeError(f"'{self.name}' Op requires that input '{arg.name}' be a mutable tensor "
                                "(e.g.: a tf.Variable)")
            inputs.append(tensor)

    def _first_type(self, arg: Arg, tensor: Tensor) -> DType:
        """The type of the first input that has one of an attr. TypeError where the attr doesn't allow it."""
        attr = self.attr_by_name[arg.type_attr or ""]
        try:
            attr_values.check_type(tensor.dtype.base_dtype, attr, arg.name)
        except TypeError:
            if not guessed_types.settle_any(tensor, attr.allowed):
                raise
        return tensor.dtype.base_dtype

    def _settle_others(self, arg: Arg, wanted: DType, inputs: list[Tensor]) -> bool:
        """Whether the inputs before this one, which must be of its type, get it as theirs was guessed."""
        args = self.definition.inputs
        if any(other.number_attr or other.type_list_attr for other in args):
            return False
        alike = [tensor for tensor, other in zip(inputs, args, strict=False) if other.type_attr == arg.type_attr]
        return all(tensor.dtype.base_dtype is wanted or guessed_types.settle(tensor, wanted) for tensor in alike)

    def _has_type(self, arg: Arg, tensor: Tensor) -> str:
        return f"Input '{arg.name}' of '{self.name}' Op has type {tensor.dtype.base_dtype.name} that does not match"

    def _single_input(self, arg: Arg, value: Any, given: dict[str, Any], attrs: dict[str, Any],
                      sources: dict[str, str]) -> Tensor:
        dtype, preferred = arg.dtype, None
        if dtype is None and arg.type_attr is not None:
            dtype = attrs.get(arg.type_attr)
            if dtype is None:
                preferred = self.type_defaults.get(arg.type_attr)
        if type(value) is Tensor and dtype is not None and not (
                dtype.is_compatible_with(value.dtype) or guessed_types.settle(value, dtype)):
            raise self._mismatch(arg, value.dtype, attrs, sources)
        try:
            return convert(value, dtype, arg.name, arg.is_ref, preferred)
        except TypeError as error:
            if dtype is None:
                raise
            told = f"{value!r} of type '{type(value).__name__}' instead. Error: {error}"
            raise TypeError(f"Expected {dtype.name} passed to parameter '{arg.name}' of op '{self.name}', got "
                            + told.replace("<graphlint.tf.", "<tensorflow.")) from None
        except ValueError:
            raise self._conversion_error(arg, value, attrs, sources) from None

    def _conversion_error(self, arg: Arg, value: Any, attrs: dict[str, Any], sources: dict[str, str]) -> Exception:
        try:
            observed = convert(value, as_ref=arg.is_ref).dtype
        except ValueError as inner:
            return ValueError(f"Tried to convert '{arg.name}' to a tensor and failed. Error: {inner}")
        return self._mismatch(arg, observed, attrs, sources)

    def _mismatch(self, arg: Arg, observed: DType, attrs: dict[str, Any], sources: dict[str, str]) -> TypeError:
        prefix = f"Input '{arg.name}' of '{self.name}' Op has type {observed.name} that does not match"
        if arg.dtype is not None:
            return TypeError(f"{prefix} expected type of {arg.dtype.name}.")
        attr = arg.type_attr or ""
        return TypeError(f"{prefix} type {attrs[attr].name} of argument '{sources.get(attr, attr)}'.")

    def _list_input(self, arg: Arg, values: Any, given: dict[str, Any], attrs: dict[str, Any], inputs: list[Tensor],
                    sources: dict[str, str]) -> None:
        if not isinstance(values, (list, tuple)):
            raise TypeError(f"Expected list for '{arg.name}' argument to '{self.name}' Op, not {values}.")
        dtype, preferred = arg.dtype, None
        if arg.type_list_attr is None:
            guessed_types.agree([value for value in values if isinstance(value, Tensor)])
        if dtype is None and arg.type_attr is not None:
            dtype = attrs.get(arg.type_attr) or next((v.dtype for v in values if isinstance(v, Tensor)), None)
            if dtype is None:
                preferred = self.type_defaults.get(arg.type_attr)
        if dtype is not None and not arg.is_ref:
            dtype = dtype.base_dtype
        tensors = self._convert_list(arg, values, dtype, preferred)
        if arg.number_attr is not None:
            self._number(arg, len(tensors), attrs)
        kinds = [tensor.dtype.base_dtype for tensor in tensors]
        if arg.type_attr is not None:
            self._one_type(arg, kinds, attrs, sources)
        elif arg.type_list_attr is not None:
            attrs[arg.type_list_attr] = kinds
            attr = self.attr_by_name[arg.type_list_attr]
            for kind in kinds:
                attr_values.check_type(kind, attr, arg.name)
            if attr.minimum is not None and len(kinds) < attr.minimum:
                raise ValueError(f"Attr '{attr.name}' of '{self.name}' Op passed list of length {len(kinds)} less than "
                                 f"minimum {attr.minimum}.")
        if arg.is_ref and not all(tensor.dtype._is_ref_dtype for tensor in tensors):
            raise TypeError(f"'{self.name}' Op requires that input '{arg.name}' be a mutable tensor (e.g.: a tf.Variable)")
        inputs.extend(tensors)

    def _convert_list(self, arg: Arg, values: Any, dtype: DType | None, preferred: DType | None) -> list[Tensor]:
        try:
            tensors = convert_n(values, dtype, arg.name, arg.is_ref, preferred)
            kinds = {tensor.dtype.base_dtype for tensor in tensors}
        except (TypeError, ValueError):
            kinds = set()
            tensors = []
        if tensors and (len(kinds) <= 1 or arg.type_list_attr is not None):
            return tensors
        if not values:
            return []
        raise self._list_error(arg, values, dtype)

    def _list_error(self, arg: Arg, values: Any, dtype: DType | None) -> TypeError:
        observed = [getattr(_converted_or_none(v, arg.is_ref), "dtype", None) for v in values]
        names = [kind.base_dtype.name if kind is not None else "<NOT CONVERTIBLE TO TENSOR>" for kind in observed]
        prefix = f"Tensors in list passed to '{arg.name}' of '{self.name}' Op have types [{', '.join(names)}]"
        if arg.number_attr is not None:
            if dtype is not None and arg.dtype is not None:
                return TypeError(f"{prefix} that do not match expected type {dtype.name}.")
            return TypeError(f"{prefix} that don't all match.")
        return TypeError(f"{prefix} that are invalid. Tensors: {values}")

    def _number(self, arg: Arg, count: int, attrs: dict[str, Any]) -> None:
        name = arg.number_attr or ""
        if name not in attrs:
            attrs[name] = count
            minimum = self.attr_by_name[name].minimum
            if minimum is not None and count < minimum:
                raise ValueError(f"List argument '{arg.name}' to '{self.name}' Op with length {count} shorter than "
                                 f"minimum length {minimum}.")

    def _one_type(self, arg: Arg, kinds: list[DType], attrs: dict[str, Any], sources: dict[str, str]) -> None:
        attr = self.attr_by_name[arg.type_attr or ""]
        if not kinds:
            default = attrs.get(attr.name) or self.type_defaults.get(attr.name)
            if default is None:
                raise TypeError(f"Don't know how to infer type variable from empty input list passed to input "
                                f"'{arg.name}' of '{self.name}' Op.")
            attrs[attr.name] = default
            return
        if attr.name not in attrs:
            attr_values.check_type(kinds[0], attr, arg.name)
            attrs[attr.name] = kinds[0]
            sources[attr.name] = arg.name
        elif attrs[attr.name] is not kinds[0]:
            names = ", ".join(kind.name for kind in kinds)
            raise TypeError(f"Tensors in list passed to '{arg.name}' of '{self.name}' Op have types [{names}] that don't "
                            f"match type {attrs[attr.name].name} of argument '{sources[attr.name]}'.")


def _converted_or_none(value: Any, as_ref: bool) -> Tensor | None:
    try:
        return convert(value, as_ref=as_ref)
    except (TypeError, ValueError):
        return None
