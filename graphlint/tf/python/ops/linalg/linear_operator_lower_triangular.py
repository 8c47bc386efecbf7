"""Lower triangular matrices as operators (ops/linalg/linear_operator_lower_triangular.py): made, and made dense again.

Not here: products, solving, determinants; asked for one of these, an operator says that it isn't modelled.
"""

from __future__ import annotations

from typing import Any

from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import unmodelled
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.tensor_shape import TensorShape, from_dims
from graphlint.tf.python.ops import array_ops


@exposed
class LinearOperatorLowerTriangular:
    def __init__(self, tril: Any, is_non_singular: Any = None, is_self_adjoint: Any = None,
                 is_positive_definite: Any = None, is_square: Any = None,
                 name: Any = "LinearOperatorLowerTriangular") -> None:
        if is_square is False:
            raise ValueError("Only square lower triangular operators supported at this time.")
        with ops.name_scope(name, values=[tril]):
            self._tril = convert(tril, name="tril")
        if self._tril.dims is not None and len(self._tril.dims) < 2:
            raise ValueError(f"Argument tril must have at least 2 dimensions.  Found: {self._tril}")
        self.name, self.dtype = name, self._tril.dtype
        self.is_non_singular, self.is_self_adjoint = is_non_singular, is_self_adjoint
        self.is_positive_definite, self.is_square = is_positive_definite, True

    @property
    def shape(self) -> TensorShape:
        return from_dims(self._tril.dims)

    def to_dense(self, name: Any = "to_dense") -> Tensor:
        with ops.name_scope(f"{self.name}/{name}"):
            return array_ops.matrix_band_part(self._tril, -1, 0)  # type: ignore[no-any-return]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return unmodelled(f"tensorflow.linalg.LinearOperatorLowerTriangular.{name}")
