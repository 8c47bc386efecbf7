"""Records what a real TensorFlow infers for ops on random inputs: `<its python> infer_ops.py OUT COUNT [OP...]`,
or for given ones: `<its python> infer_ops.py OUT CASES.json`.

Runs under the oracle's Python 3.7, hence no imports of the project. Writes one JSON line per case: op type, inputs,
attrs, then the shapes of the outputs or the text of the refusal. An input is `["p", dtype, dims]` (a placeholder),
`["c", dtype, value]` (a constant), `["v", dtype, dims]` (a reference variable), `["h", dtype, dims]` (a handle of a
resource variable) or `["a", dtype, dims]` (a handle of a tensor array with such elements); a list of these is one
argument. What is refused before the shape function is not recorded.
"""

import json
import os
import random
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
try:
    import tensorflow.compat.v1 as tf
except ImportError:
    import tensorflow as tf
from tensorflow.core.framework import op_def_pb2, types_pb2  # noqa: E402
from tensorflow.python.framework import op_def_library, op_def_registry  # noqa: E402
from tensorflow.python.ops import gen_data_flow_ops, gen_resource_variable_ops, gen_state_ops  # noqa: E402

DIMS = [None, None, 1, 2, 2, 3, 4]
LIBRARY = op_def_library.OpDefLibrary()


def _common(names):
    """Of the allowed types the usual ones, the most usual first."""
    usual = ["float32", "int32", "int64", "string", "bool", "float64", "complex64", "uint8", "resource", "variant"]
    return [n for n in usual if n in names] or names[:1]


class Case:
    """One random case of an op type."""

    def __init__(self, rng, definition):
        self.rng = rng
        self.definition = definition
        self.attrs = {}
        self.base = [rng.choice(DIMS) for _ in range(rng.choice([0, 1, 2, 2, 3, 3, 4]))]

    def draw(self):
        """Fills `attrs` and `inputs`; False where an attr is of a kind that has no random values."""
        for attr in self.definition.attr:
            if not self._attr(attr):
                return False
        self.inputs = [self._argument(arg) for arg in self.definition.input_arg]
        return True

    def _attr(self, attr):
        rng = self.rng
        kind, name = attr.type, attr.name
        allowed = [tf.as_dtype(t).name for t in attr.allowed_values.list.type]
        if kind == "type":
            choices = _common(allowed or ["float32", "int32", "string"])
            self.attrs[name] = choices[0] if rng.random() < 0.75 else rng.choice(choices)
        elif kind == "list(type)":
            count = max(rng.choice([1, 1, 2, 3]), attr.minimum)
            self.attrs[name] = [rng.choice(_common(allowed or ["float32", "int32", "string"])) for _ in range(count)]
        elif attr.HasField("default_value") and rng.random() < 0.6:
            return True
        else:
            return self._plain(attr, kind, name)
        return True

    def _plain(self, attr, kind, name):
        rng = self.rng
        if kind == "int":
            self.attrs[name] = max(rng.choice([-1, 0, 1, 1, 2, 2, 3]), attr.minimum if attr.has_minimum else -9)
        elif kind == "bool":
            self.attrs[name] = rng.random() < 0.5
        elif kind == "float":
            self.attrs[name] = rng.choice([0.0, 0.5, 1.0])
        elif kind == "string":
            allowed = [s.decode() for s in attr.allowed_values.list.s]
            self.attrs[name] = rng.choice(allowed) if allowed else "a"
        elif kind == "shape":
            self.attrs[name] = self.dims()
        elif kind == "list(int)":
            self.attrs[name] = [rng.choice([0, 1, 1, 2, 3]) for _ in range(max(rng.choice([0, 1, 2, 4]), attr.minimum))]
        elif kind == "list(float)":
            self.attrs[name] = sorted(rng.choice([0.0, 0.5, 1.0, 2.0]) for _ in range(rng.choice([0, 1, 2])))
        elif kind == "list(shape)":
            self.attrs[name] = [self.dims() for _ in range(max(self._counts(name), attr.minimum))]
        elif kind == "list(string)":
            self.attrs[name] = ["a", "b"][: max(rng.choice([0, 1, 2]), attr.minimum)]
        else:
            return False
        return True

    def _counts(self, name):
        """Lists of shapes usually go with lists of types."""
        lists = [len(v) for v in self.attrs.values() if isinstance(v, list) and v and isinstance(v[0], str)]
        return lists[0] if lists and self.rng.random() < 0.9 else self.rng.choice([0, 1, 2])

    def dims(self):
        rng = self.rng
        chance = rng.random()
        if chance < 0.08:
            return None
        if chance < 0.55:
            return [d if rng.random() < 0.85 else rng.choice(DIMS) for d in self.base]
        if chance < 0.65 and self.base:
            return self.base[: rng.randrange(len(self.base))]
        return [rng.choice(DIMS) for _ in range(rng.choice([0, 0, 1, 1, 2, 2, 3, 4]))]

    def _argument(self, arg):
        if arg.type_list_attr:
            return [self._one(name, arg) for name in self.attrs[arg.type_list_attr]]
        dtype = tf.as_dtype(arg.type).name if arg.type != types_pb2.DT_INVALID else self.attrs[arg.type_attr]
        if arg.number_attr:
            count = self.attrs.get(arg.number_attr)
            if count is None:
                count = next(a.default_value.i for a in self.definition.attr if a.name == arg.number_attr)
            return [self._one(dtype, arg) for _ in range(max(count, 0))]
        return self._one(dtype, arg)

    def _one(self, dtype, arg):
        rng = self.rng
        if arg.is_ref:
            return ["v", dtype, self.dims()]
        if self.definition.name.startswith("TensorArray") and arg.name in ("handle", "flow_in"):
            given = ["a", "float32", self.dims()] if dtype == "resource" else ["p", dtype, []]
            return given if rng.random() < 0.85 else ["p", dtype, [2]]
        if dtype == "resource" and self.definition.name.startswith("Queue"):
            return ["p", dtype, []]
        if dtype == "resource":
            kind = self.attrs.get("dtype") or self.attrs.get("T") or "float32"
            return ["h", kind if isinstance(kind, str) else "float32", self.dims()] if rng.random() < 0.7 else (
                ["p", dtype, [] if rng.random() < 0.7 else self.dims()])
        constant = {"int32": 0.6, "int64": 0.5, "float32": 0.05, "bool": 0.2, "string": 0.1}.get(dtype, 0)
        if rng.random() < constant:
            return ["c", dtype, self._value(dtype)]
        return ["p", dtype, self.dims()]

    def _value(self, dtype):
        rng = self.rng
        pool = {"bool": [True, False], "string": ["a", "b"], "float32": [0.0, 1.0, 2.5]}.get(dtype)
        pool = pool or [-1, 0, 0, 1, 1, 2, 2, 3, 4]
        rank = rng.choice([0, 0, 0, 1, 1, 1, 2])
        if rank == 0:
            return rng.choice(pool)
        rows = max(len(self.base), 1) if rng.random() < 0.7 else rng.choice([1, 2, 3])
        if rank == 1:
            return [rng.choice(pool) for _ in range(rows)]
        return [[rng.choice(pool), rng.choice(pool)] for _ in range(rows)]


def tensor(given):
    if not given or isinstance(given[0], list):
        return [tensor(one) for one in given]
    kind, dtype, value = given
    if kind == "c":
        return tf.constant(value, dtype)
    if kind == "v":
        return gen_state_ops.variable_v2(tf.TensorShape(value), dtype)
    if kind == "a":
        return gen_data_flow_ops.tensor_array_v3(2, dtype, element_shape=tf.TensorShape(value)).handle
    if kind == "h":
        return gen_resource_variable_ops.var_handle_op(dtype, tf.TensorShape(value))
    return tf.placeholder(dtype, value)


def attr_of(attr, given):
    """A given attr in the form that TensorFlow wants; the default where none is given."""
    value = given.get(attr.name)
    if attr.name in given:
        if attr.type == "type":
            return tf.as_dtype(value)
        if attr.type == "list(type)":
            return [tf.as_dtype(v) for v in value]
        if attr.type == "shape":
            return tf.TensorShape(value)
        if attr.type == "list(shape)":
            return [tf.TensorShape(v) for v in value]
        return value
    default = attr.default_value
    kind = default.WhichOneof("value")
    if kind == "list":
        found = default.list
        return list(found.i or found.f or found.s or found.b) or [tf.as_dtype(t) for t in found.type] or (
            [tf.TensorShape(s) for s in found.shape])
    if kind == "type":
        return tf.as_dtype(default.type)
    return tf.TensorShape(default.shape) if kind == "shape" else getattr(default, kind)


def outcome(case):
    """Shapes, or the refusal of the shape function; None where it did not come to that."""
    definition = case.definition
    with tf.Graph().as_default() as graph:
        inferred = {n for arg in definition.input_arg for n in (arg.type_attr, arg.number_attr, arg.type_list_attr)}
        try:
            arguments = {arg.name: tensor(given) for arg, given in zip(definition.input_arg, case.inputs)}
            arguments.update({a.name: attr_of(a, case.attrs) for a in definition.attr if a.name not in inferred})
            LIBRARY.apply_op(definition.name, name="x", **arguments)
        except (ValueError, TypeError, NotImplementedError, tf.errors.OpError) as error:
            return {"refused": str(error)} if "' (op: '" in str(error) else None
        op = graph.get_operation_by_name("x")
        try:
            return {"shapes": [None if o.shape.ndims is None else o.shape.as_list() for o in op.outputs]}
        except ValueError:  # a dim below zero, which only the C++ side lets pass
            return None


def given(path, ops):
    """The cases of a JSON list of [op type, inputs, attrs]."""
    with open(path) as file:
        for op_type, inputs, attrs in json.load(file):
            case = Case.__new__(Case)
            case.definition, case.inputs, case.attrs = ops[op_type], inputs, attrs
            yield case


def main():
    ops = op_def_registry.get_registered_ops()
    LIBRARY.add_op_list(op_def_pb2.OpList(op=list(ops.values())))
    if sys.argv[2].endswith(".json"):
        with open(sys.argv[1], "w") as file:
            for case in given(sys.argv[2], ops):
                file.write(json.dumps([case.definition.name, case.inputs, case.attrs, outcome(case)]) + "\n")
        return
    out, count, wanted = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    with open(out, "a") as file:
        for name in wanted or sorted(ops):
            if name.startswith("_") or name not in ops:
                continue
            rng = random.Random(name)
            for _ in range(count):
                case = Case(rng, ops[name])
                if not case.draw():
                    break
                file.write(json.dumps(["start", name]) + "\n")  # where a crash happened, for the caller
                file.flush()
                found = outcome(case)
                if found is not None:
                    file.write(json.dumps([name, case.inputs, case.attrs, found]) + "\n")


if __name__ == "__main__":
    main()
