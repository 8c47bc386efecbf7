"""Records what a real TensorFlow computes for ops on constants: `<its python> run_ops.py CASES OUT`.

CASES is a JSON list of [op type, inputs, attrs] in the notation of infer_ops.py, all inputs constants. OUT gets one
JSON line per case: shapes and values of the outputs ([dtype, shape, flat values]), or how the run failed.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
import numpy as np  # noqa: E402
import tensorflow.compat.v1 as tf  # noqa: E402
from tensorflow.core.framework import op_def_pb2  # noqa: E402
from tensorflow.python.framework import op_def_registry  # noqa: E402

import infer_ops  # noqa: E402


def tensor(given):
    if not given or isinstance(given[0], list):
        return [tensor(one) for one in given]
    _, dtype, value = given
    if dtype.startswith("complex"):
        value = np.vectorize(complex)(np.array(value))
    return tf.constant(value, dtype)


def plain(array):
    """An array as JSON: strings as latin-1 text, complex numbers as text."""
    flat = np.ravel(array)
    kind = str(array.dtype)
    if kind == "object" or array.dtype.kind == "S":
        return ["string", list(array.shape), [item.decode("latin-1") for item in flat.tolist()]]
    items = [str(item) for item in flat.tolist()] if kind.startswith("complex") else flat.tolist()
    if kind.startswith("float"):
        items = [float("%.9g" % item) for item in items]
    return [kind, list(array.shape), items]


def outcome(op_type, inputs, attrs):
    definition = op_def_registry.get_registered_ops()[op_type]
    with tf.Graph().as_default() as graph:
        inferred = {n for arg in definition.input_arg for n in (arg.type_attr, arg.number_attr, arg.type_list_attr)}
        try:
            arguments = {arg.name: tensor(given) for arg, given in zip(definition.input_arg, inputs)}
            arguments.update({a.name: infer_ops.attr_of(a, attrs) for a in definition.attr
                              if a.name not in inferred or a.name in attrs})
            infer_ops.LIBRARY.apply_op(op_type, name="x", **arguments)
        except (ValueError, TypeError, NotImplementedError) as error:
            return {"refused": str(error)}
        op = graph.get_operation_by_name("x")
        options = tf.ConfigProto()
        options.graph_options.optimizer_options.opt_level = tf.OptimizerOptions.L0
        with tf.Session(config=options) as session:
            try:
                found = session.run(list(op.outputs))
            except tf.errors.OpError as error:
                return {"failed": error.message.split("\n")[0]}
        return {"shapes": [None if o.shape.rank is None else o.shape.as_list() for o in op.outputs],
                "values": [plain(np.asarray(part)) for part in found]}


def main():
    infer_ops.LIBRARY.add_op_list(op_def_pb2.OpList(op=list(op_def_registry.get_registered_ops().values())))
    with open(sys.argv[1]) as file:
        cases = json.load(file)
    with open(sys.argv[2], "w") as out:
        for case in cases:
            out.write(json.dumps(case + [outcome(*case)]) + "\n")
            out.flush()


main()
