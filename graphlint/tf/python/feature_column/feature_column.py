"""tf.feature_column's input_layer and linear_model of the 1.x API (feature_column/feature_column.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.keras.engine import training
from graphlint.tf.python.layers import base
from graphlint.tf.python.ops import array_ops, init_ops, math_ops, nn_ops, template, variable_scope
from graphlint.tf.python.ops.partitioned import PartitionedVariable

from .categorical_columns import to_sparse as _to_sparse_input_and_drop_ignore_values  # noqa: F401
from .features import CategoricalColumn as _CategoricalColumn
from .features import DenseColumn as _DenseColumn
from .features import FeatureColumn as _FeatureColumn
from .features import Features, normalized, verify_same_batch
from .weighted_sums import weighted_sum


class _LazyBuilder(Features):
    """Features whose columns make their weights by get_variable, in the scope they are asked in."""

    def __init__(self, features: Any, collections: Any = None, trainable: Any = True) -> None:
        super().__init__(features)
        self.collections = collections
        self.trainable = trainable

    def weights_of(self, column: Any) -> Any:
        return variable_scope.get_variable(name="embedding_weights", shape=column.weights_shape, dtype=dtypes.float32,
                                           initializer=column.initializer, collections=self.collections,
                                           trainable=column.trainable and self.trainable)


def _collections(given: Any) -> list[Any]:
    wanted = list(given or [])
    wanted += [key for key in (GraphKeys.GLOBAL_VARIABLES, GraphKeys.MODEL_VARIABLES) if key not in wanted]
    return wanted


def _internal_input_layer(features: Any, feature_columns: Any, weight_collections: Any = None, trainable: Any = True,
                          cols_to_vars: Any = None, scope: Any = None, cols_to_output_tensors: Any = None,
                          from_template: bool = False) -> Any:
    columns = normalized(feature_columns)
    for column in columns:
        if not isinstance(column, _DenseColumn):
            raise ValueError("Items of feature_columns must be a _DenseColumn. You can wrap a categorical column with an "
                             f"embedding_column or indicator_column. Given: {column}")
    collections = _collections(weight_collections)
    columns.sort(key=lambda column: column.name)
    if from_template:
        return _joined(features, columns, collections, trainable, cols_to_vars, cols_to_output_tensors)
    with variable_scope.variable_scope(scope, default_name="input_layer", values=list(features.values())):
        return _joined(features, columns, collections, trainable, cols_to_vars, cols_to_output_tensors)


def _joined(features: Any, columns: list[Any], collections: list[Any], trainable: Any, cols_to_vars: Any,
            cols_to_output_tensors: Any) -> Any:
    builder = _LazyBuilder(features, collections, trainable)
    outputs = []
    for column in columns:
        with variable_scope.variable_scope(None, default_name=column._var_scope_name):
            tensor = column.dense(builder)
            count = column.variable_shape.num_elements()
            batch = array_ops.shape(tensor)[0]
            output = array_ops.reshape(tensor, shape=(batch, count))
            outputs.append(output)
            if cols_to_vars is not None:
                scope = variable_scope.get_variable_scope().name
                cols_to_vars[column] = ops.get_collection(GraphKeys.GLOBAL_VARIABLES, scope=scope)
            if cols_to_output_tensors is not None:
                cols_to_output_tensors[column] = output
    verify_same_batch(outputs, columns)
    return array_ops.concat(outputs, 1)


def _unknown(features: Any, columns: Any) -> bool:
    listed = columns if isinstance(columns, (list, tuple, set)) else [columns]
    return isinstance(features, Unknown) or any(isinstance(column, Unknown) for column in listed)


def input_layer(features: Any, feature_columns: Any, weight_collections: Any = None, trainable: Any = True,
                cols_to_vars: Any = None, cols_to_output_tensors: Any = None) -> Any:
    if _unknown(features, feature_columns):
        return Unknown("a layer of columns that aren't known", text="input_layer(...)")
    return _internal_input_layer(features, feature_columns, weight_collections, trainable, cols_to_vars,
                                 cols_to_output_tensors=cols_to_output_tensors)


@exposed
class InputLayer:
    """An input layer that keeps its variables between calls."""

    def __init__(self, feature_columns: Any, weight_collections: Any = None, trainable: Any = True,
                 cols_to_vars: Any = None, name: str = "feature_column_input_layer", create_scope_now: bool = True) -> None:
        self._columns, self._collections, self._trainable = feature_columns, weight_collections, trainable
        self._name = name
        self._template = template.make_template(name, _internal_input_layer, create_scope_now_=create_scope_now)

    def __call__(self, features: Any) -> Any:
        return self._template(features=features, feature_columns=self._columns, weight_collections=self._collections,
                              trainable=self._trainable, cols_to_vars=None, from_template=True)

    @property
    def name(self) -> str:
        return self._name

    @property
    def variables(self) -> Any:
        return self._template.variables

    @property
    def trainable_variables(self) -> Any:
        return self._template.trainable_variables

    @property
    def non_trainable_variables(self) -> Any:
        return self._template.non_trainable_variables

    weights = variables
    trainable_weights = trainable_variables
    non_trainable_weights = non_trainable_variables


def linear_model(features: Any, feature_columns: Any, units: int = 1, sparse_combiner: str = "sum",
                 weight_collections: Any = None, trainable: Any = True, cols_to_vars: Any = None) -> Any:
    if _unknown(features, feature_columns):
        return Unknown("a layer of columns that aren't known", text="linear_model(...)")
    with variable_scope.variable_scope(None, "linear_model") as vs:
        name = vs.name.rsplit("/", 1)[-1]
    model = _LinearModel(feature_columns=feature_columns, units=units, sparse_combiner=sparse_combiner,
                         weight_collections=weight_collections, trainable=trainable, name=name)
    found = model(features)
    if cols_to_vars is not None:
        cols_to_vars.update(model.cols_to_vars())
    return found


def _add_to_collections(var: Any, weight_collections: Any) -> None:
    for collection in weight_collections:
        if collection == GraphKeys.GLOBAL_VARIABLES:
            continue
        for part in list(var) if isinstance(var, PartitionedVariable) else [var]:
            ops.add_to_collection(collection, part)


class _FCLinearWrapper(base.Layer):
    """The weights of one column, and its part of the sum."""

    def __init__(self, feature_column: Any, units: int = 1, sparse_combiner: str = "sum", weight_collections: Any = None,
                 trainable: Any = True, name: Any = None, **kwargs: Any) -> None:
        super().__init__(trainable=trainable, name=name, **kwargs)
        self._feature_column, self._units, self._combiner = feature_column, units, sparse_combiner
        self._weight_collections = weight_collections

    def build(self, _: Any) -> None:
        column = self._feature_column
        categorical = isinstance(column, _CategoricalColumn)
        size = column.num_buckets if categorical else column.variable_shape.num_elements()
        weight = self.add_variable(name="weights", shape=[size, self._units], initializer=init_ops.Zeros(),
                                   trainable=self.trainable)
        _add_to_collections(weight, self._weight_collections)
        self._weight_var = weight
        self.built = True

    def call(self, builder: Any) -> Any:
        return weighted_sum(self._feature_column, builder, self._combiner, self._weight_var)


class _BiasLayer(base.Layer):
    def __init__(self, units: int = 1, trainable: Any = True, weight_collections: Any = None, name: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(trainable=trainable, name=name, **kwargs)
        self._units, self._weight_collections = units, weight_collections

    def build(self, _: Any) -> None:
        self._bias_variable = self.add_variable("bias_weights", shape=[self._units], initializer=init_ops.Zeros(),
                                                trainable=self.trainable)
        _add_to_collections(self._bias_variable, self._weight_collections)
        self.built = True

    def call(self, _: Any) -> Any:
        return self._bias_variable


class _LinearModel(training.Model):
    """The weighted sum of all columns and a bias."""

    def __init__(self, feature_columns: Any, units: int = 1, sparse_combiner: str = "sum", weight_collections: Any = None,
                 trainable: Any = True, name: Any = None, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self._feature_columns = normalized(feature_columns)
        self._weight_collections = _collections(weight_collections)
        layers = {}
        for column in sorted(self._feature_columns, key=lambda column: column.name):
            with variable_scope.variable_scope(None, default_name=column._var_scope_name) as vs:
                column_name = vs.name.rsplit("/", 1)[-1]
            layers[column_name] = _FCLinearWrapper(column, units, sparse_combiner, self._weight_collections, trainable,
                                                   column_name, **kwargs)
        for layer_name, layer in layers.items():
            setattr(self, f"layer-{layer_name}", layer)
        self._column_layers = layers
        self._bias_layer = _BiasLayer(units=units, trainable=trainable, weight_collections=self._weight_collections,
                                      name="bias_layer", **kwargs)
        self._trains = trainable
        self._cols_to_vars: dict[Any, Any] = {}

    def cols_to_vars(self) -> dict[Any, Any]:
        return self._cols_to_vars

    def call(self, features: Any) -> Any:  # type: ignore[override]
        with variable_scope.variable_scope(self.name):
            for column in self._feature_columns:
                if not isinstance(column, (_DenseColumn, _CategoricalColumn)):
                    raise ValueError("Items of feature_columns must be either a _DenseColumn or _CategoricalColumn. "
                                     f"Given: {column}")
            builder = _LazyBuilder(features, self._weight_collections, self._trains)
            sums, columns = [], []
            for layer in sorted(self._column_layers.values(), key=lambda layer: layer.name):
                columns.append(layer._feature_column)
                sums.append(layer(builder))
                held = ops.get_collection(GraphKeys.GLOBAL_VARIABLES, scope=layer.scope_name)
                self._cols_to_vars[layer._feature_column] = held
            verify_same_batch(sums, columns)
            total = math_ops.add_n(sums, name="weighted_sum_no_bias")
            bias = self._bias_layer(builder, scope=variable_scope.get_variable_scope())
            predictions = nn_ops.bias_add(total, bias, name="weighted_sum")
            variable = self._bias_layer.variables[0]
            split = isinstance(variable, PartitionedVariable)
            self._cols_to_vars["bias"] = list(variable) if split else [variable]
        return predictions


def _transform_features(features: Any, feature_columns: Any) -> dict[Any, Any]:
    found = {}
    columns = normalized(feature_columns)
    with ops.name_scope(None, default_name="transform_features", values=list(features.values())):
        builder = _LazyBuilder(features)
        for column in sorted(columns, key=lambda column: column.name):
            with ops.name_scope(None, default_name=column.name):
                found[column] = builder.get(column)
    return found


def make_parse_example_spec(feature_columns: Any) -> dict[str, Any]:
    """What parse_example needs for these columns. ValueError where two want one key parsed differently."""
    found: dict[str, Any] = {}
    for column in feature_columns:
        if not isinstance(column, _FeatureColumn) or not column.in_first:
            raise ValueError(f"All feature_columns must be _FeatureColumn instances. Given: {column}")
        config = column.parse_example_spec
        for key, value in config.items():
            if key in found and value != found[key]:
                raise ValueError(f"feature_columns contain different parse_spec for key {key}. Given {value} and "
                                 f"{found[key]}")
        found.update(config)
    return found
