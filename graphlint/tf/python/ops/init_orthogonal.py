"""Orthogonal initializers of convolution kernels (ops/init_ops.py)."""

from __future__ import annotations

import itertools
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.python.framework.tensor_shape import from_dims

from . import array_constants, array_joining, array_shape, linalg_eye, random_ops
from .init_ops import Initializer, float_dtype
from .math_basic import cast
from .math_matmul import matmul

Blocks = dict[Any, Any]


class ConvolutionDeltaOrthogonal(Initializer):
    """A kernel that is an orthogonal matrix at its centre and zero elsewhere."""

    def __init__(self, gain: Any = 1.0, seed: Any = None, dtype: Any = dtypes.float32) -> None:
        self.gain, self.seed = gain, seed
        self.dtype = float_dtype(dtype)

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        kind = self._dtype(dtype)
        if len(shape) < 3 or len(shape) > 5:
            raise ValueError("The tensor to initialize must be at least three-dimensional and at most five-dimensional")
        if shape[-2] > shape[-1]:
            raise ValueError("In_filters cannot be greater than out_filters.")
        drawn = random_ops.random_normal([shape[-1], shape[-1]], dtype=kind, seed=self.seed)
        q, r = gen.Qr(drawn, full_matrices=False)
        q *= gen.Sign(gen.DiagPart(r))
        q = q[: shape[-2], :]
        q *= cast(self.gain, kind)
        centre = [(size - 1) // 2 for size in shape[:-2]]
        return gen.ScatterNd([centre], array_shape.expand_dims(q, 0), shape)

    def get_config(self) -> dict[str, Any]:
        return {"gain": self.gain, "seed": self.seed, "dtype": self.dtype.name}


class ConvolutionOrthogonal(ConvolutionDeltaOrthogonal):
    """What the kernels of one, two and three dims share: products of block matrices of projections."""

    rank = 0
    rank_text = ""

    def __call__(self, shape: Any, dtype: Any = None, partition_info: Any = None) -> Any:
        if len(shape) != self.rank + 2:
            raise ValueError(f"The tensor to initialize must be {self.rank_text}-dimensional")
        if shape[-2] > shape[-1]:
            raise ValueError("In_filters cannot be greater than out_filters.")
        if any(size != shape[0] for size in shape[: self.rank]):
            raise ValueError("Kernel sizes must be equal.")
        kernel = self._kernel(shape[0], shape[-2], shape[-1])
        kernel *= cast(self.gain, self._dtype(dtype))
        return kernel

    def _drawn(self, shape: list[Any]) -> Tensor:
        found = random_ops.random_normal(shape, dtype=self.dtype, seed=self.seed)
        return found

    def _orthogonal(self, size: Any) -> Any:
        drawn = self._drawn([size, size])
        self._next_seed()
        q, r = gen.Qr(drawn)
        q *= gen.Sign(gen.DiagPart(r))
        return q

    def _next_seed(self) -> None:
        if self.seed:
            self.seed += 1

    def _projection(self, size: Any) -> Any:
        q = self._orthogonal(size)
        drawn: Any = random_ops.random_normal([size], seed=self.seed)
        mask = cast(drawn > 0, self.dtype)
        self._next_seed()
        columns = gen.Mul(q, mask)
        return matmul(columns, array_shape.matrix_transpose(columns))

    def _kernel(self, ksize: int, cin: Any, cout: Any) -> Any:
        if cin > cout:
            raise ValueError("The number of input channels cannot exceed the number of output channels.")
        orthogonal = self._orthogonal(cout)[0:cin, :]
        if ksize == 1:
            for _ in range(self.rank):
                orthogonal = array_shape.expand_dims(orthogonal, 0)
            return orthogonal
        blocks = self._blocks([self._projection(cout) for _ in range(self.rank)])
        for _ in range(ksize - 2):
            blocks = self._product(blocks, self._blocks([self._projection(cout) for _ in range(self.rank)]))
        places = list(itertools.product(range(ksize), repeat=self.rank))
        for place in places:
            blocks[place] = matmul(orthogonal, blocks[place])
        return self._stacked(blocks, (), ksize)

    def _stacked(self, blocks: Blocks, at: tuple[int, ...], ksize: int) -> Any:
        if len(at) == self.rank:
            return blocks[at]
        return array_joining.stack([self._stacked(blocks, (*at, i), ksize) for i in range(ksize)])

    def _blocks(self, projections: list[Any]) -> Blocks:
        raise NotImplementedError

    def _product(self, m1: Blocks, m2: Blocks) -> Blocks:
        """The convolution of two block matrices."""
        size = from_dims(m1[(0,) * self.rank].dims).as_list()[0]
        first, second = (round(len(m) ** (1 / self.rank)) for m in (m1, m2))
        found: Blocks = {}
        for place in itertools.product(range(first + second - 1), repeat=self.rank):
            found[place] = array_constants.zeros([size, size], self.dtype)
            for index in itertools.product(*(range(min(first, i + 1)) for i in place)):
                rest = tuple(i - j for i, j in zip(place, index, strict=True))
                if all(i < second for i in rest):
                    found[place] += matmul(m1[index], m2[rest])
        return found


class ConvolutionOrthogonal1D(ConvolutionOrthogonal):
    rank = 1
    rank_text = "three"

    def _blocks(self, projections: list[Any]) -> Blocks:
        size = from_dims(projections[0].dims).as_list()[0]
        eye: Any = linalg_eye.eye(size, dtype=self.dtype)
        return {(0,): projections[0], (1,): eye - projections[0]}


class ConvolutionOrthogonal2D(ConvolutionOrthogonal):
    rank = 2
    rank_text = "four"

    def _blocks(self, projections: list[Any]) -> Blocks:
        p, q = projections
        eye: Any = linalg_eye.eye(from_dims(p.dims).as_list()[0], dtype=self.dtype)
        return {(0, 0): matmul(p, q), (0, 1): matmul(p, eye - q), (1, 0): matmul(eye - p, q),
                (1, 1): matmul(eye - p, eye - q)}


class ConvolutionOrthogonal3D(ConvolutionOrthogonal):
    rank = 3
    rank_text = "five"

    def _blocks(self, projections: list[Any]) -> Blocks:
        eye: Any = linalg_eye.eye(from_dims(projections[0].dims).as_list()[0], dtype=self.dtype)

        def side(bit: int, p: Any) -> Any:
            return bit * p + (1 - bit) * (eye - p)

        found: Blocks = {}
        for bits in itertools.product((0, 1), repeat=3):
            a, b, c = (side(bit, p) for bit, p in zip(bits, projections, strict=True))
            found[bits] = matmul(matmul(a, b), c)
        return found
