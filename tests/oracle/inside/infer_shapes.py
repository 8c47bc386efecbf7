"""Records what a real TensorFlow infers for random shapes: `<its python> tests/oracle/inside/infer_shapes.py OUT`.

Runs under the oracle's Python (3.6 or 3.7), hence no imports of the project.  Writes one JSON line per case: formula,
arguments (null: TensorFlow does not know it), and the inferred shapes or the reason of the refusal.
"""

import json
import lzma
import random
import sys

import tensorflow as tf
from tensorflow.python.ops import gen_array_ops, gen_math_ops, gen_nn_ops

CASES_EACH = 150
DIMS = [None, None, 1, 1, 2, 3, 4, 6, 8]


def shape(rng, ranks=(1, 2, 3, 4), dims=DIMS):
    return [rng.choice(dims) for _ in range(rng.choice(ranks))]


def known_rank(rng, dims):
    """The dims, or once in a while nothing at all."""
    return None if rng.random() < 0.08 else dims


def sometimes(rng, dims, chance=0.25):
    """The dims with some of them forgotten."""
    return [None if rng.random() < chance else dim for dim in dims]


def tensor(dims, dtype=tf.float32):
    return tf.compat.v1.placeholder(dtype, dims)


def const(numbers):
    return tf.constant(numbers, dtype=tf.int32)


def vector(numbers):
    """A constant, or a pack in which None is computed by the graph."""
    if None not in numbers:
        return const(numbers)
    return tf.stack([tf.compat.v1.placeholder(tf.int32, []) if n is None else n for n in numbers])


def broadcast(rng):
    a = shape(rng, (0, 1, 2, 3))
    b = [rng.choice([dim, dim, 1, None, 5]) for dim in a[rng.randint(0, len(a)) :]]
    a, b = rng.choice([(a, b), (b, a)])
    a = known_rank(rng, a)
    return [a, b], lambda: gen_math_ops.add(tensor(a), tensor(b))


def merge_all(rng):
    a = shape(rng, (0, 1, 2, 3), [None, 1, 2, 3])
    shapes = [[rng.choice([dim] * 6 + [None, 3]) for dim in a] for _ in range(rng.randint(2, 3))]
    if rng.random() < 0.1:
        shapes[0] = shapes[0] + [2]
    return [shapes], lambda: gen_math_ops.add_n([tensor(s) for s in shapes])


def reshape(rng):
    dims = [rng.choice([1, 2, 3, 4, 6, 8]) for _ in range(rng.randint(0, 4))]
    target = list(dims)
    rng.shuffle(target)
    if len(target) > 1 and rng.random() < 0.6:
        target = [target[0] * target[1]] + target[2:]
    if rng.random() < 0.2:
        target = target + [rng.choice([2, 5])]
    if target and rng.random() < 0.7:
        target[rng.randrange(len(target))] = rng.choice([-1, -1, None, 0, 5])
    given = [rng.choice([dim] * 5 + [0]) if rng.random() < 0.75 else None for dim in dims]
    given = known_rank(rng, given)
    return [given, target], lambda: gen_array_ops.reshape(tensor(given), vector(target) if target else const([]))


def squeeze(rng):
    a = shape(rng, (1, 2, 3, 4), [None, 1, 1, 1, 3])
    axes = rng.sample(range(-len(a), len(a) + 1), rng.randint(0, min(2, len(a))))
    a = known_rank(rng, a)
    return [a, axes], lambda: gen_array_ops.squeeze(tensor(a), axes)


def expand_dims(rng):
    a, axis = shape(rng, (0, 1, 2)), rng.randint(-4, 4)
    a = known_rank(rng, a)
    return [a, axis], lambda: gen_array_ops.expand_dims(tensor(a), axis)


def transpose(rng):
    a = shape(rng)
    perm = rng.sample(range(len(a)), len(a))
    if rng.random() < 0.2:
        perm = perm[1:] + [rng.randint(0, len(a))]
    if rng.random() < 0.1:
        perm = perm[1:]
    a = known_rank(rng, a)
    return [a, perm], lambda: gen_array_ops.transpose(tensor(a), const(perm))


def concat(rng):
    a = shape(rng)
    axis = rng.choice([None] + list(range(-len(a) - 1, len(a) + 1)))
    shapes = [[rng.choice([dim] * 8 + [None, None, 4]) for dim in a] for _ in range(rng.randint(2, 4))]
    if rng.random() < 0.1:
        shapes[-1] = shapes[-1][1:]
    if rng.random() < 0.1:
        shapes[0] = None
    where = tf.compat.v1.placeholder(tf.int32, []) if axis is None else axis
    return [shapes, axis], lambda: gen_array_ops.concat_v2([tensor(s) for s in shapes], where)


def stack(rng):
    a = shape(rng, (0, 1, 2))
    shapes = [[rng.choice([dim] * 8 + [None, 4]) for dim in a] for _ in range(rng.randint(2, 3))]
    axis = rng.randint(-len(a) - 2, len(a) + 1)
    return [shapes, axis], lambda: gen_array_ops.pack([tensor(s) for s in shapes], axis)


def unstack(rng):
    a = shape(rng, (1, 2, 3))
    axis = rng.randint(-len(a) - 1, len(a))
    num = a[axis % len(a)] if rng.random() < 0.7 and a[axis % len(a)] else rng.randint(1, 4)
    a = known_rank(rng, a)
    return [a, num, axis], lambda: gen_array_ops.unpack(tensor(a), num, axis)


def split(rng):
    a, num = shape(rng, (1, 2, 3), [None, 2, 4, 6, 8]), rng.choice([1, 2, 2, 4, 3])
    axis = rng.randint(-len(a) - 1, len(a))
    a = known_rank(rng, a)
    return [a, num, axis], lambda: gen_array_ops.split(const(axis), tensor(a), num)


def split_sizes(rng):
    a = shape(rng, (1, 2, 3), [None, 4, 6, 8])
    axis = rng.randint(-len(a) - 1, len(a))
    sizes = rng.choice([[2, 2], [-1, 2], [1, 3], [2, 4], [-1, 7], [2, 2, -1]])
    a = known_rank(rng, a)
    return [a, sizes, axis], lambda: gen_array_ops.split_v(tensor(a), const(sizes), const(axis), len(sizes))


def tile(rng):
    a = shape(rng)
    times = [rng.choice([1, 2, 3, None]) for _ in range(len(a) if rng.random() < 0.9 else 2)]
    a = known_rank(rng, a)
    return [a, times], lambda: gen_array_ops.tile(tensor(a), vector(times))


def pad(rng):
    a = shape(rng)
    paddings = [[rng.randint(0, 2), rng.randint(0, 2)] for _ in range(len(a) if rng.random() < 0.9 else 2)]
    a = known_rank(rng, a)
    return [a, paddings], lambda: gen_array_ops.pad(tensor(a), const(paddings))


def slice_(rng):
    a = shape(rng)
    begin = [rng.choice([0, 0, 1, 2]) for _ in a]
    size = [rng.choice([-1, -1, 1, 2]) for _ in a]
    if rng.random() < 0.1:
        begin, size = begin[1:], size[1:]
    if rng.random() < 0.3:
        begin = sometimes(rng, begin)
    if rng.random() < 0.2:
        size = sometimes(rng, size)
    if not begin:
        begin, size = [0] * len(a), [1] * len(a)
    a = known_rank(rng, a)
    return [a, begin, size], lambda: gen_array_ops._slice(tensor(a), vector(begin), vector(size))


def strided_slice(rng):
    a = shape(rng, (1, 2, 3), [None, 1, 4, 7, 8])
    count = rng.randint(1, len(a) + (rng.random() < 0.2))
    begin = [rng.choice([0, 0, 1, 2, 5, -1, -3]) for _ in range(count)]
    end = [rng.choice([0, 1, 3, 6, 9, -1, -2]) for _ in range(count)]
    strides = [rng.choice([1, 1, 1, 2, 3, -1, -2]) for _ in range(count)]
    bits = 1 << count
    masks = [rng.randrange(bits), rng.randrange(bits), rng.choice([0, 0, 1, 2]) % bits, 0, 0]
    masks[3] = rng.choice([0, 0, rng.randrange(bits)])
    masks[4] = rng.choice([0, 0, rng.randrange(bits)])
    if rng.random() < 0.2:
        begin = sometimes(rng, begin)
    names = ["begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask"]
    a = known_rank(rng, a)
    return [a, begin, end, strides, masks], lambda: gen_array_ops.strided_slice(
        tensor(a), vector(begin), const(end), const(strides), **dict(zip(names, masks))
    )


def gather(rng):
    a, indices, axis = shape(rng, (0, 1, 2, 3)), shape(rng, (0, 1, 2)), rng.randint(-3, 2)
    a = known_rank(rng, a)
    return [a, indices, axis], lambda: gen_array_ops.gather_v2(tensor(a), tensor(indices, tf.int32), axis)


def gather_nd(rng):
    a, indices = shape(rng, (1, 2, 3)), shape(rng, (0, 1, 2), [None, 1, 2, 3])
    a = known_rank(rng, a)
    return [a, indices], lambda: gen_array_ops.gather_nd(tensor(a), tensor(indices, tf.int32))


def one_hot(rng):
    a, depth, axis = shape(rng, (0, 1, 2)), rng.choice([-1, 0, 3, 5]), rng.choice([-1, -1, 0, 1, 2, 3])
    a = known_rank(rng, a)
    return [a, depth, axis], lambda: gen_array_ops.one_hot(tensor(a, tf.int32), depth, 1.0, 0.0, axis)


def reduce(rng):
    a, keep = shape(rng), rng.random() < 0.4
    axes = [rng.randint(-len(a), len(a) - (rng.random() < 0.8)) for _ in range(rng.randint(0, 2))]
    a = known_rank(rng, a)
    return [a, axes, keep], lambda: gen_math_ops._sum(tensor(a), const(axes), keep)


def arg_reduce(rng):
    a = shape(rng, (0, 1, 2, 3))
    axis = rng.randint(-len(a) - 1, len(a))
    a = known_rank(rng, a)
    return [a, axis], lambda: gen_math_ops.arg_max(tensor(a), axis)


def matmul(rng):
    a, b = shape(rng, (2, 2, 2, 1), [None, 3, 4]), shape(rng, (2, 2, 2, 3), [None, 3, 4])
    flags = [rng.random() < 0.3, rng.random() < 0.3]
    a = known_rank(rng, a)
    return [a, b] + flags, lambda: gen_math_ops.mat_mul(tensor(a), tensor(b), *flags)


def batch_matmul(rng):
    a, b = shape(rng, (2, 3, 4), [None, 1, 3, 4]), shape(rng, (1, 2, 3, 4), [None, 1, 3, 4])
    flags = [rng.random() < 0.3, rng.random() < 0.3]
    a = known_rank(rng, a)
    return [a, b] + flags, lambda: gen_math_ops.batch_mat_mul_v2(tensor(a), tensor(b), *flags)


def batch_matmul_merging(rng):
    a = shape(rng, (2, 3, 4), [None, 3, 4])
    b = [rng.choice([dim] * 5 + [None, 4]) for dim in a]
    a, b = rng.choice([(a, b), (a, b), (a, b), (None, b), (a, None)])
    flags = [rng.random() < 0.3, rng.random() < 0.3]
    a = known_rank(rng, a)
    return [a, b] + flags, lambda: gen_math_ops.batch_mat_mul(tensor(a), tensor(b), *flags)


def conv(rng):
    a = [rng.choice([None, 2])] + shape(rng, (2,), [None, 2, 5, 8, 9]) + [rng.choice([None, 4, 6])]
    kernel = shape(rng, (2,), [None, 1, 2, 3, 5]) + [rng.choice([None, 2, 4, 4]), rng.choice([None, 3, 4])]
    strides, dilations = [rng.randint(1, 3) for _ in "ab"], [rng.choice([1, 1, 2]) for _ in "ab"]
    padding = rng.choice(["SAME", "VALID", "EXPLICIT"])
    pads = [[rng.randint(0, 2), rng.randint(0, 2)] for _ in "ab"]
    flat = [0, 0, *pads[0], *pads[1], 0, 0] if padding == "EXPLICIT" else []
    a = known_rank(rng, a)
    return [a, kernel, strides, pads if flat else padding, dilations], lambda: gen_nn_ops.conv2d(
        tensor(a), tensor(kernel), [1] + strides + [1], padding, explicit_paddings=flat, dilations=[1] + dilations + [1]
    )


def depthwise_conv(rng):
    a = [rng.choice([None, 2])] + shape(rng, (2,), [None, 2, 5, 8, 9]) + [rng.choice([None, 4, 6])]
    kernel = shape(rng, (2,), [None, 1, 2, 3, 5]) + [rng.choice([None, 4, 6]), rng.choice([None, 1, 2])]
    stride, padding = rng.randint(1, 3), rng.choice(["SAME", "VALID"])
    a = known_rank(rng, a)
    return [a, kernel, [stride, stride], padding], lambda: gen_nn_ops.depthwise_conv2d_native(
        tensor(a), tensor(kernel), [1, stride, stride, 1], padding
    )


def pool(rng):
    a = shape(rng, (4, 4, 4, 4, 3), [None, 2, 5, 8, 9])
    windows, strides = [rng.randint(1, 4) for _ in "ab"], [rng.randint(1, 3) for _ in "ab"]
    padding = rng.choice(["SAME", "VALID"])
    a = known_rank(rng, a)
    return [a, windows, strides, padding], lambda: gen_nn_ops.max_pool(
        tensor(a), [1] + windows + [1], [1] + strides + [1], padding
    )


def space_to_batch(rng):
    a = shape(rng, (4,), [None, 4, 5, 6, 8])
    block, paddings = [rng.choice([1, 2, 3]) for _ in "ab"], [[rng.randint(0, 2), rng.randint(0, 2)] for _ in "ab"]
    a = known_rank(rng, a)
    return [a, block, paddings], lambda: gen_array_ops.space_to_batch_nd(tensor(a), const(block), const(paddings))


def batch_to_space(rng):
    a = shape(rng, (4,), [None, 1, 4, 6, 12])
    block, crops = [rng.choice([1, 2, 3]) for _ in "ab"], [[rng.randint(0, 2), rng.randint(0, 2)] for _ in "ab"]
    a = known_rank(rng, a)
    return [a, block, crops], lambda: gen_array_ops.batch_to_space_nd(tensor(a), const(block), const(crops))


def space_to_depth(rng):
    a, block = shape(rng, (4, 4, 4, 3), [None, 4, 6, 8]), rng.choice([2, 2, 3])
    a = known_rank(rng, a)
    return [a, block], lambda: gen_array_ops.space_to_depth(tensor(a), block)


def depth_to_space(rng):
    a, block = shape(rng, (4, 4, 4, 3), [None, 4, 8, 9]), rng.choice([2, 2, 3])
    a = known_rank(rng, a)
    return [a, block], lambda: gen_array_ops.depth_to_space(tensor(a), block)


FORMULAS = [
    broadcast, merge_all, reshape, squeeze, expand_dims, transpose, concat, stack, unstack, split, split_sizes, tile,
    pad, slice_, strided_slice, gather, gather_nd, one_hot, reduce, arg_reduce, matmul, batch_matmul,
    batch_matmul_merging, conv, depthwise_conv, pool, space_to_batch, batch_to_space, space_to_depth, depth_to_space,
]  # fmt: skip


def outcome(build):
    try:
        result = build()
    except ValueError as error:
        return {"refused": str(error).split(" for '")[0]}
    tensors = result if isinstance(result, list) else [result]
    return {"shapes": [None if t.shape.ndims is None else t.shape.as_list() for t in tensors]}


def main():
    rng = random.Random(20)
    lines = []
    for formula in FORMULAS:
        for _ in range(CASES_EACH):
            with tf.Graph().as_default():
                arguments, build = formula(rng)
                lines.append(json.dumps([formula.__name__, arguments, outcome(build)]))
    with lzma.open(sys.argv[1], "wt") as out:
        out.write("\n".join(lines))


main()
