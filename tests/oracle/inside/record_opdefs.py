"""Records the op definitions, the generated wrappers and the gradient registry of this TensorFlow.

Runs under an oracle's own Python. The formats are described in `tests/oracle/facts.py`.
"""

import ast
import os
from typing import Any, Dict, List, Optional

from tensorflow.core.framework import op_def_pb2
from tensorflow.python.framework import dtypes, op_def_registry, ops

from tensorflow_modules import module_files, package_folder

_LIST_FIELDS = ("s", "i", "f", "b", "type", "shape", "tensor", "func")


def op_definitions() -> Dict[str, Any]:
    """Every op known to the runtime, by type."""
    return {d.name: _op_definition(d) for d in sorted(_registered(), key=lambda d: str(d.name))}


def _registered() -> List[Any]:
    try:
        from tensorflow.python import pywrap_tensorflow as c_api

        found = op_def_pb2.OpList()
        found.ParseFromString(c_api.TF_GetBuffer(c_api.TF_GetAllOpList()))
        if len(found.op):
            return list(found.op)
    except AttributeError:
        pass
    return list(op_def_registry.get_registered_ops().values())


def _op_definition(definition: Any) -> Dict[str, Any]:
    entry: Dict[str, Any] = {
        "in": [_argument(a) for a in definition.input_arg],
        "out": [_argument(a) for a in definition.output_arg],
        "attrs": [_attr(a) for a in definition.attr],
        "stateful": bool(definition.is_stateful),
    }
    if definition.HasField("deprecation"):
        entry["deprecated"] = [definition.deprecation.version, definition.deprecation.explanation]
    return entry


def _argument(arg: Any) -> List[Any]:
    dtype = dtypes.as_dtype(arg.type).name if arg.type else None
    referred = [attr or None for attr in (arg.type_attr, arg.number_attr, arg.type_list_attr)]
    return [arg.name, dtype, *referred, int(arg.is_ref)]


def _attr(attr: Any) -> List[Any]:
    default = [attr_value(attr.default_value)] if attr.HasField("default_value") else None
    allowed = attr_value(attr.allowed_values) if attr.HasField("allowed_values") else None
    entry = [attr.name, attr.type, default, allowed, attr.minimum if attr.has_minimum else None]
    while entry[-1] is None:
        entry.pop()
    return entry


def attr_value(value: Any) -> Any:
    """An AttrValue as JSON: a type by its name, a shape as a list with -1, bytes as text."""
    kind = value.WhichOneof("value")
    if kind is None:
        return None
    if kind != "list":
        return _scalar(kind, getattr(value, kind))
    for field in _LIST_FIELDS:
        items = getattr(value.list, field, ())
        if len(items):
            return [_scalar(field, item) for item in items]
    return []


def _scalar(kind: str, value: Any) -> Any:
    if kind == "type":
        return dtypes.as_dtype(value).name
    if kind == "shape":
        return None if value.unknown_rank else [d.size for d in value.dim]
    if kind == "s":
        return value.decode("utf8", "replace")
    if kind == "f":
        return float("%.7g" % value)
    if kind == "func":
        return {"func": value.name}
    if kind == "tensor":
        return {"tensor": str(value)}
    return value


def generated_wrappers() -> Dict[str, Any]:
    """The functions of all `gen_*.py` modules that make an op in graph mode."""
    folder = package_folder()
    modules = {}
    for name in module_files(folder, "python", "contrib"):
        if not name.split(".")[-1].startswith("gen_"):
            continue
        path = os.path.join(folder, *name.split(".")[1:]) + ".py"
        with open(path, encoding="utf8") as f:
            tree = ast.parse(f.read())
        functions = {}
        for node in tree.body:
            wrapper = _wrapper(node) if isinstance(node, ast.FunctionDef) else None
            if wrapper:
                functions[node.name] = wrapper
        if functions:
            modules[name] = functions
    return modules


def _wrapper(function: ast.FunctionDef) -> Optional[List[Any]]:
    for node in ast.walk(function):
        called = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
        if called in ("_apply_op_helper", "apply_op"):
            return [_literal(node.args[0]), _parameters(function.args), _renamed(node)]
    return None


def _literal(node: ast.AST) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return {"code": ast.dump(node)} if not hasattr(node, "attr") else _dtype_name(node)


def _dtype_name(node: Any) -> Any:
    return {"dtype": node.attr}


def _parameters(args: ast.arguments) -> List[Any]:
    required = len(args.args) - len(args.defaults)
    listed: List[Any] = [a.arg for a in args.args[:required]]
    for arg, default in zip(args.args[required:], args.defaults):
        listed.append([arg.arg, _literal(default)])
    return listed


def _renamed(call: ast.Call) -> Dict[str, Any]:
    renamed = {}
    for keyword in call.keywords:
        value = keyword.value
        if not isinstance(value, ast.Name):
            renamed["=" + str(keyword.arg)] = ast.dump(value)
        elif value.id != keyword.arg:
            renamed[value.id] = keyword.arg
    return renamed


def gradients() -> Dict[str, Any]:
    """Op types with a gradient function and those declared without one."""
    registry = ops._gradient_registry
    with_gradient = {}
    without = []
    for op_type in sorted(registry.list()):
        function = registry.lookup(op_type)
        if function is None:
            without.append(op_type)
        else:
            module = function.__module__.replace("tensorflow_core", "tensorflow")
            with_gradient[op_type] = module + ":" + function.__name__
    return {"gradient": with_gradient, "none": without}
