"""tf.feature_column's columns, and the layers over them that keep their variables (feature_column/feature_column_v2.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.python.framework import ops
from graphlint.tf.python.keras.engine import training
from graphlint.tf.python.keras.engine.base_layer import Layer
from graphlint.tf.python.ops import array_ops, init_ops, math_ops, nn_ops, variable_scope
from graphlint.tf.reexport import collect

from . import categorical_columns, dense_columns, features, making_columns
from .features import CategoricalColumn, DenseColumn, Features, normalized, verify_same_batch
from .weighted_sums import weighted_sum

collect(globals(), categorical_columns, dense_columns, making_columns, features)


class FeatureTransformationCache(Features):
    """Features whose columns' weights are held by a layer."""

    def __init__(self, features: Any, state: _Variables | None = None) -> None:
        super().__init__(features)
        self._state = state

    def weights_of(self, column: Any) -> Any:
        assert self._state is not None
        return self._state.get_variable(column, "embedding_weights")


class _Variables:
    """The variables of a layer's columns."""

    def __init__(self, layer: Any, trainable: Any) -> None:
        self._layer, self._trainable = layer, trainable
        self._held: dict[tuple[Any, str], Any] = {}

    def create_variable(self, feature_column: Any, name: str, shape: Any, dtype: Any = None, trainable: Any = True,
                        use_resource: bool = True, initializer: Any = None) -> Any:
        if (feature_column, name) in self._held:
            raise ValueError("Variable already exists.")
        made = self._layer.add_variable(name=name, shape=shape, dtype=dtype, initializer=initializer,
                                        trainable=self._trainable and trainable, use_resource=use_resource,
                                        getter=variable_scope.get_variable)
        self._held[feature_column, name] = made
        return made

    def get_variable(self, feature_column: Any, name: str) -> Any:
        if (feature_column, name) not in self._held:
            raise ValueError("Variable does not exist.")
        return self._held[feature_column, name]


def _sorted(feature_columns: Any) -> list[Any]:
    return sorted(normalized(feature_columns, "FeatureColumn"), key=lambda column: column.name)


def _require_dict(given: Any) -> None:
    if not isinstance(given, dict):
        raise ValueError("We expected a dictionary here. Instead we got: ", given)


class _BaseFeaturesLayer(Layer):
    """A layer that joins its columns."""

    def __init__(self, feature_columns: Any, expected_column_type: Any, trainable: Any, name: Any, **kwargs: Any) -> None:
        super().__init__(name=name, trainable=trainable, **kwargs)
        self._feature_columns = _sorted(feature_columns)
        self._state_manager = _Variables(self, self.trainable)
        for column in self._feature_columns:
            if not isinstance(column, expected_column_type):
                raise ValueError(f"Items of feature_columns must be a {expected_column_type}. You can wrap a categorical "
                                 f"column with an embedding_column or indicator_column. Given: {column}")

    def build(self, _: Any) -> None:
        for column in self._feature_columns:
            with variable_scope._pure_variable_scope(self.name), variable_scope._pure_variable_scope(column.name):
                column.create_state(self._state_manager)
        super().build(None)

    def _reshaped(self, column: Any, tensor: Any, leading: int) -> Any:
        count = column.variable_shape.num_elements()
        shape: Any = array_ops.shape(tensor)
        return array_ops.reshape(tensor, shape=(*(shape[i] for i in range(leading)), count))

    def _verify_and_concat_tensors(self, tensors: list[Any]) -> Any:
        verify_same_batch(tensors, self._feature_columns)
        return array_ops.concat(tensors, -1)


class _LinearModelLayer(Layer):
    def __init__(self, feature_columns: Any, units: int = 1, sparse_combiner: str = "sum", trainable: Any = True,
                 name: Any = None, **kwargs: Any) -> None:
        super().__init__(name=name, trainable=trainable, **kwargs)
        self._feature_columns = _sorted(feature_columns)
        for column in self._feature_columns:
            if not isinstance(column, (DenseColumn, CategoricalColumn)):
                raise ValueError("Items of feature_columns must be either a DenseColumn or CategoricalColumn. Given: "
                                 f"{column}")
        self._units, self._combiner = units, sparse_combiner
        self._state_manager = _Variables(self, self.trainable)
        self.bias: Any = None

    def build(self, _: Any) -> None:
        with variable_scope._pure_variable_scope(self.name):
            for column in self._feature_columns:
                with variable_scope._pure_variable_scope(column.name):
                    self._make_weights(column)
            self.bias = self.add_variable(name="bias_weights", dtype=dtypes.float32, shape=[self._units],
                                          initializer=init_ops.Zeros(), trainable=self.trainable, use_resource=True,
                                          getter=variable_scope.get_variable)
        super().build(None)

    def _make_weights(self, column: Any) -> None:
        if isinstance(column, DenseColumn):
            column.create_state(self._state_manager)
        categorical = isinstance(column, CategoricalColumn)
        size = column.num_buckets if categorical else column.variable_shape.num_elements()
        self._state_manager.create_variable(column, name="weights", dtype=dtypes.float32, shape=(size, self._units),
                                            initializer=init_ops.Zeros(), trainable=self.trainable)

    def call(self, features: Any) -> Any:
        _require_dict(features)
        with ops.name_scope(self.name):
            cache = FeatureTransformationCache(features, self._state_manager)
            sums = []
            for column in self._feature_columns:
                with ops.name_scope(column.name):
                    weights = self._state_manager.get_variable(column, "weights")
                    sums.append(weighted_sum(column, cache, self._combiner, weights))
            verify_same_batch(sums, self._feature_columns)
            total = math_ops.add_n(sums, name="weighted_sum_no_bias")
            return nn_ops.bias_add(total, self.bias, name="weighted_sum")


class LinearModel(training.Model):
    """The linear model of canned estimators."""

    def __init__(self, feature_columns: Any, units: int = 1, sparse_combiner: str = "sum", trainable: Any = True,
                 name: Any = None, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self.layer = _LinearModelLayer(feature_columns, units, sparse_combiner, trainable, name=self.name, **kwargs)

    def call(self, features: Any) -> Any:  # type: ignore[override]
        return self.layer(features)

    @property
    def bias(self) -> Any:
        return self.layer.bias
