"""TensorFlow's generated op wrappers as functions of their own signatures, made from the recorded facts on demand."""

from __future__ import annotations

from functools import cache
from typing import Any

from graphlint.graph.dtypes import as_dtype

from .building import builder_of
from .composite_values import by_op_type
from .facts import gen_modules


@cache
def _compiled(home: str, name: str, row: str) -> Any:
    import json  # noqa: PLC0415

    op_type, parameters, renamed = json.loads(row)
    return _make(home, name, op_type, parameters, renamed)


def generated(home: str, name: str, row: list[Any]) -> Any:
    """The wrapper `home.name` of an op type: same parameters, defaults and name as TensorFlow's."""
    import json  # noqa: PLC0415

    padded = [*row, {}] if len(row) < 3 else row
    return _compiled(home, name, json.dumps(padded))


@cache
def raw(home: str, op_type: str) -> Any:
    """`tf.raw_ops.<op type>`: the wrapper of an op type, which takes arguments by name only. None where there is none."""
    row = next((row for row in gen_modules().get(home, {}).values() if row[0] == op_type), None)
    if row is None:
        return None
    wrapped = generated(home, op_type, row)
    keys = [parameter[0] if isinstance(parameter, list) else parameter for parameter in row[1]]

    def raw_op(*args: Any, **kwargs: Any) -> Any:
        if args:
            raise TypeError(f"{op_type} only takes keyword args (possible keys: {keys}). Please pass these args as kwargs "
                            "instead.")
        return wrapped(**kwargs)

    raw_op.__name__ = raw_op.__qualname__ = op_type
    raw_op.api_path = f"tensorflow.raw_ops.{op_type}"  # type: ignore[attr-defined]
    return raw_op


def _default(value: Any) -> Any:
    """A recorded default: dtypes are names in a dict."""
    return as_dtype(value["dtype"]) if isinstance(value, dict) and "dtype" in value else value


def _make(home: str, name: str, op_type: str, parameters: list[Any], renamed: dict[str, str]) -> Any:
    builder = builder_of(op_type)
    heads, defaults, passed = [], {}, []
    for number, parameter in enumerate(parameters):
        if isinstance(parameter, list):
            defaults[f"d{number}"] = _default(parameter[1])
            heads.append(f"{parameter[0]}=d{number}")
        else:
            heads.append(parameter)
        plain = parameter[0] if isinstance(parameter, list) else parameter
        if plain != "name":
            passed.append(f"{renamed.get(plain, plain)}={plain}")
    tail = "name=name" if any((p[0] if isinstance(p, list) else p) == "name" for p in parameters) else "name=None"
    source = f"def {name}({', '.join(heads)}):\n    return build({', '.join([*passed, tail])})\n"
    scope: dict[str, Any] = {"build": builder, "__name__": "graphlint.tf.wrappers", **defaults}
    exec(compile(source, f"<generated {home}>", "exec"), scope)  # noqa: S102 - the text is made of recorded names only
    function = by_op_type(op_type, scope[name])
    function.api_path = f"{home}.{name}"
    return function


def forget() -> None:
    """Drop the wrappers of a release."""
    _compiled.cache_clear()
    raw.cache_clear()
