# ruff: noqa: UP031 - runs under Python 3.7 too
"""Records what the oracle answers to the cases: `<oracle python> tests/ops/record.py nn_cases` (in its own process)."""

import importlib
import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import numpy as np
import tensorflow.compat.v1 as tf
import tensorflow.contrib.rnn
import tensorflow.contrib.seq2seq  # noqa: F401
from cases import Input, key_of
from tensorflow.core.framework import op_def_pb2
from tensorflow.python.framework import op_def_library, op_def_registry

LIBRARY = op_def_library.OpDefLibrary()
LIBRARY.add_op_list(op_def_pb2.OpList(op=list(op_def_registry.get_registered_ops().values())))


def tensor_of(given, key, index, feeds, run):
    if given.value is not None:
        return tf.constant(given.value, given.dtype)
    if given.kind in "vr":
        return tf.Variable(given.array(key, index), use_resource=given.kind == "r", name="v%d" % index)
    holder = tf.placeholder(given.dtype, given.dims)
    if run:
        feeds[holder] = given.array(key, index)
    return holder


def defaults(definition, given):
    """The attrs that the generated wrapper would fill in."""
    inferred = {name for arg in definition.input_arg for name in (arg.type_attr, arg.number_attr, arg.type_list_attr)}
    for attr in definition.attr:
        if attr.name in given or attr.name in inferred or not attr.HasField("default_value"):
            continue
        value = attr.default_value
        kind = value.WhichOneof("value")
        if kind == "list":
            found = value.list.i or value.list.f or value.list.s or value.list.b
            yield attr.name, list(found) or [tf.as_dtype(t) for t in value.list.type]
        else:
            yield attr.name, tf.as_dtype(value.type) if kind == "type" else getattr(value, kind)


def answer(case, values):
    """[shapes or None, error text or None] of one case; its outputs' values are added to `values`."""
    key = key_of(case)
    op_type, inputs, attrs = case[:3]
    run = case[3] if len(case) > 3 else False
    definition = op_def_registry.get_registered_ops()[op_type]
    with tf.Graph().as_default() as graph:
        feeds, arguments = {}, dict(attrs)
        arguments.update(defaults(definition, attrs))
        parsed = [Input(text) for text in inputs]
        made = [tensor_of(given, key, i, feeds, run) for i, given in enumerate(parsed)]
        variables = [t for t in made if isinstance(t, tf.Variable)]
        at = 0
        for argument in definition.input_arg:
            tensor = made[at]
            if argument.number_attr:
                count = len(made) - len(definition.input_arg) + 1
                arguments[argument.name] = made[at:at + count]
                at += count
                continue
            if hasattr(tensor, "handle") and "Resource" in op_type:
                tensor = tensor.handle
            elif isinstance(tensor, tf.Variable):
                tensor = tensor._ref()
            arguments[argument.name] = tensor
            at += 1
        for name, value in list(arguments.items()):
            if isinstance(value, str) and value.startswith("dtype:"):
                arguments[name] = tf.as_dtype(value[6:])
        try:
            LIBRARY.apply_op(op_type, name="x", **arguments)
        except (ValueError, TypeError, NotImplementedError) as error:
            return [None, "%s: %s" % (type(error).__name__, error)]
        op = graph.get_operation_by_name("x")
        shapes = [None if o.shape.rank is None else [d.value for d in o.shape.dims] for o in op.outputs]
        if run:
            with tf.Session() as session:
                for variable in variables:
                    session.run(variable.initializer)
                outputs = list(op.outputs)[:1 if run == "first" else None]
                try:
                    found = session.run(outputs if outputs else op, feeds)
                except Exception as error:
                    return [shapes, None, "run: " + str(error).split("\n")[0]]
                if variables:
                    found = [session.run(v.read_value()) for v in variables]
                for i, part in enumerate(found):
                    values["%s#%d" % (key, i)] = part
        return [shapes, None]


def main():
    module = importlib.import_module(sys.argv[1])
    folder = os.path.dirname(os.path.abspath(__file__))
    values, answers = {}, {}
    for case in module.CASES:
        answers[key_of(case)] = answer(case, values)
    name = sys.argv[1].replace("_cases", "")
    with open(os.path.join(folder, name + "_shapes.json"), "w") as out:
        rows = ",\n".join("%s: %s" % (json.dumps(k), json.dumps(v)) for k, v in sorted(answers.items()))
        out.write("{\n%s\n}\n" % rows)
    np.savez_compressed(os.path.join(folder, name + "_values.npz"), **values)


if __name__ == "__main__":
    main()
