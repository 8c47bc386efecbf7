"""Records what a real TensorFlow knows of shapes that graphs compute: `<its python> infer_chains.py OUT PROGRAMS`.

A program is a list of nodes [op type, inputs, attrs]: int vectors and scalars that come of a placeholder's shape, of
constants and of each other. At its end each vector is used as a shape. Writes one JSON line per program: the nodes, then
[node, static shape or reason of the refusal] for each use. Inputs are places of earlier nodes.
"""

import json
import random
import sys

from tensorflow.core.framework import op_def_pb2
from tensorflow.python.framework import op_def_registry

import infer_ops
from infer_ops import tf

STEPS = ["part", "part", "range", "pack", "pack", "concat", "cast", "two", "scaled", "prod", "lifted", "gather", "same",
         "filled", "slice", "reshape", "ones", "max"]


class Program:
    """One random program, built while it is drawn."""

    def __init__(self, rng, ops):
        self.rng, self.ops, self.graph = rng, ops, tf.Graph()
        self.nodes, self.tensors, self.vectors, self.scalars = [], [], [], []
        dims = [rng.choice([None, None, 2, 3, 4, 6]) for _ in range(rng.choice([1, 2, 3, 4]))]
        self.source = self.add("placeholder", ["float32", dims])
        self.vectors.append(self.add("Shape", [self.source]) if None in dims else self.constant(dims))
        self.vectors.append(self.constant([rng.choice([1, 2, -1, 3]) for _ in range(rng.choice([1, 2, 3]))]))
        self.vectors.append(self.add("placeholder", ["int32", [2]]))
        self.scalars.append(self.constant(rng.choice([0, 1, 2, 3, -1])))
        self.scalars.append(self.add("placeholder", ["int32", []]))

    def constant(self, value):
        return self.add("constant", ["float32" if isinstance(value, float) else "int32", value])

    def make(self, node):
        op_type, inputs, attrs = node
        if op_type == "placeholder":
            return tf.placeholder(inputs[0], inputs[1])
        if op_type == "constant":
            return tf.constant(inputs[1], inputs[0])
        definition, given = self.ops[op_type], {}
        for arg, place in zip(definition.input_arg, inputs):
            given[arg.name] = [self.tensors[p] for p in place] if isinstance(place, list) else self.tensors[place]
        inferred = {n for arg in definition.input_arg for n in (arg.type_attr, arg.number_attr, arg.type_list_attr)}
        given.update({a.name: infer_ops.attr_of(a, attrs) for a in definition.attr if a.name not in inferred})
        return infer_ops.LIBRARY.apply_op(op_type, name=None, **given)

    def add(self, op_type, inputs, attrs=None):
        node = [op_type, inputs, attrs or {}]
        with self.graph.as_default():
            self.tensors.append(self.make(node))
        self.nodes.append(node)
        return len(self.nodes) - 1

    def grow(self):
        """One more vector or scalar; ValueError where TensorFlow refuses."""
        rng, vectors, scalars, c = self.rng, self.vectors, self.scalars, self.constant
        step, vector, scalar = rng.choice(STEPS), rng.choice(vectors), rng.choice(scalars)
        if step == "part":
            at = rng.choice([0, 1, -1, 2])
            scalars.append(self.add("StridedSlice", [vector, c([at]), c([at + 1]), c([1])], {"shrink_axis_mask": 1}))
        elif step == "range":
            masks = {"begin_mask": rng.choice([0, 1]), "end_mask": rng.choice([0, 0, 1])}
            ends = [c([rng.choice([0, 1, -1])]), c([rng.choice([1, 2, 3, -1])]), c([1])]
            vectors.append(self.add("StridedSlice", [vector, *ends], masks))
        elif step == "pack":
            vectors.append(self.add("Pack", [[rng.choice(scalars) for _ in range(rng.choice([1, 2, 3]))]]))
        elif step == "two":
            kind = rng.choice(["Mul", "Add", "Sub", "FloorDiv", "Maximum"])
            scalars.append(self.add(kind, [scalar, rng.choice(scalars)]))
        elif step in ("prod", "max"):
            scalars.append(self.add(step.capitalize(), [vector, c([0])]))
        elif step == "gather":
            scalars.append(self.add("GatherV2", [vector, c(0), c(0)]))
        else:
            vectors.append(self._vector(step, vector, scalar))

    def _vector(self, step, vector, scalar):
        rng, c = self.rng, self.constant
        if step == "concat":
            return self.add("ConcatV2", [[vector, rng.choice(self.vectors)], c(0)])
        if step == "cast":
            return self.add("Cast", [self.add("Cast", [vector], {"DstT": "int64"})], {"DstT": "int32"})
        if step == "scaled":
            return self.add(rng.choice(["Mul", "Add", "FloorDiv"]), [vector, scalar])
        if step == "lifted":
            return self.add("ExpandDims", [scalar, c(0)])
        if step == "filled":
            return self.add("Fill", [c([rng.choice([1, 2])]), scalar])
        if step == "slice":
            return self.add("Slice", [vector, c([0]), c([1])])
        if step == "reshape":
            return self.add("Reshape", [scalar, c([1])])
        return self.add("Identity" if step == "same" else "OnesLike", [vector])

    def uses(self):
        """[node, what TensorFlow infers] of each vector's uses as a shape."""
        x, zero = self.source, self.constant(0.0)
        for v in list(self.vectors):
            for op_type, inputs in (("Reshape", [x, v]), ("Fill", [v, zero]), ("Tile", [x, v]),
                                    ("Slice", [x, v, self.vectors[-1]]), ("BroadcastTo", [x, v])):
                node = [op_type, inputs, {}]
                try:
                    with self.graph.as_default():
                        shape = self.make(node).shape
                    yield [node, {"shape": None if shape.ndims is None else shape.as_list()}]
                except ValueError as error:
                    yield [node, {"refused": str(error).split(" for '")[0]}]


def main():
    ops = op_def_registry.get_registered_ops()
    infer_ops.LIBRARY.add_op_list(op_def_pb2.OpList(op=list(ops.values())))
    rng = random.Random(7)
    with open(sys.argv[1], "w") as out:
        for _ in range(int(sys.argv[2])):
            program = Program(rng, ops)
            for _ in range(rng.choice([3, 5, 8, 10])):
                try:
                    program.grow()
                except ValueError:
                    continue
            uses = list(program.uses())
            out.write(json.dumps([program.nodes, uses]) + "\n")


main()
