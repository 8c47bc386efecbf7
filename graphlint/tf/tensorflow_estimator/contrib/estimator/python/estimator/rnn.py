"""tf.contrib.estimator's estimators of sequences: one recurrent layer, then logits. Not here: heads of whole sequences."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.tf.contrib.feature_column.python.feature_column import sequence_feature_column
from graphlint.tf.python.feature_column import feature_column
from graphlint.tf.python.framework import ops
from graphlint.tf.python.layers import core
from graphlint.tf.python.ops import array_ops, check_ops, init_ops, math_ops, rnn, rnn_cell_impl, variable_scope
from graphlint.tf.python.ops.losses.losses_impl import Reduction
from graphlint.tf.python.summary import summary
from graphlint.tf.python.training import optimizer as optimizer_lib
from graphlint.tf.python.training import training_util
from graphlint.tf.tensorflow_estimator.python.estimator import estimator
from graphlint.tf.tensorflow_estimator.python.estimator.canned import head as head_lib
from graphlint.tf.tensorflow_estimator.python.estimator.canned import optimizers
from graphlint.tf.tensorflow_estimator.python.estimator.canned.dnn import not_known, ps_partitioner

from . import extenders

USE_DEFAULT = object()
_CELLS = {"basic_rnn": rnn_cell_impl.BasicRNNCell, "lstm": rnn_cell_impl.BasicLSTMCell, "gru": rnn_cell_impl.GRUCell}


def _cell_of(num_units: Any, cell_type: Any) -> Any:
    kind: Any = _CELLS.get(cell_type, cell_type) if isinstance(cell_type, str) else cell_type
    if not kind or not issubclass(kind, rnn_cell_impl.RNNCell):
        raise ValueError(f"Supported cell types are {list(_CELLS)}; got {kind}")
    return kind(num_units=num_units)


def _cell_fn(rnn_cell_fn: Any, num_units: Any, cell_type: Any) -> Any:
    """What makes the cell. ValueError where both a function and the sizes are given."""
    if rnn_cell_fn and (num_units or cell_type != USE_DEFAULT):
        raise ValueError("num_units and cell_type must not be specified when using rnn_cell_fn")
    kind = "basic_rnn" if cell_type == USE_DEFAULT else cell_type

    def make(mode: Any) -> Any:
        cells = [_cell_of(size, kind) for size in num_units]
        return cells[0] if len(cells) == 1 else rnn_cell_impl.MultiRNNCell(cells)

    return rnn_cell_fn or make


def _with_context(sequence: Any, context: Any) -> Any:
    """The context beside each step of the sequence."""
    checks = [
        check_ops.assert_rank(sequence, 3, message="sequence_input must have rank 3", data=[array_ops.shape(sequence)]),
        check_ops.assert_type(sequence, dtypes.float32,
                              message=f"sequence_input must have dtype float32; got {sequence.dtype}."),
        check_ops.assert_rank(context, 2, message="context_input must have rank 2", data=[array_ops.shape(context)]),
        check_ops.assert_type(context, dtypes.float32,
                              message=f"context_input must have dtype float32; got {context.dtype}."),
    ]
    with ops.control_dependencies(checks):
        sizes: Any = array_ops.shape(sequence)
        length = sizes[1]
        tiled = array_ops.tile(array_ops.expand_dims(context, 1), array_ops.concat([[1], [length], [1]], 0))
    return array_ops.concat([sequence, tiled], 2)


def _last_of(activations: Any, lengths: Any) -> Any:
    with ops.name_scope("select_last_activations", values=[activations, lengths]):
        sizes: Any = array_ops.shape(activations)
        batch, padded, units = sizes[0], sizes[1], sizes[2]
        starts: Any = math_ops.to_int64(math_ops.range(batch) * padded)
        last = starts + (padded if lengths is None else lengths) - 1
        found = array_ops.gather(array_ops.reshape(activations, [batch * padded, units]), last)
        found.set_shape([activations.shape[0], activations.shape[2]])
        return found


def _logits(features: Any, mode: Any, units: Any, cell_fn: Any, columns: tuple[Any, Any], partitioner: Any) -> Any:
    sequence_columns, context_columns = columns
    with variable_scope.variable_scope("sequence_input_layer", values=tuple(features.values()), partitioner=partitioner):
        sequence, length = sequence_feature_column.sequence_input_layer(features=features, feature_columns=sequence_columns)
        summary.histogram("sequence_length", length)
        if context_columns:
            context = feature_column.input_layer(features=features, feature_columns=context_columns)
            sequence = _with_context(sequence, context)
    outputs, _ = rnn.dynamic_rnn(cell=cell_fn(mode), inputs=sequence, sequence_length=length, dtype=dtypes.float32,
                                 time_major=False)
    outputs = _last_of(outputs, length)
    with variable_scope.variable_scope("logits", values=(outputs,)):
        logits = core.dense(outputs, units=units, activation=None, kernel_initializer=init_ops.GlorotUniform())
    array_ops.sequence_mask(length)  # for heads of whole sequences
    return logits


def _spec(features: Any, labels: Any, mode: Any, head: Any, cell_fn: Any, columns: tuple[Any, Any], optimizer: Any,
          input_layer_partitioner: Any, config: Any) -> Any:
    unknown = not_known(features, *columns)
    if unknown is not None:
        return unknown
    if not isinstance(optimizer, optimizer_lib.Optimizer):
        optimizer = extenders.clip_gradients_by_norm(optimizers.get_optimizer_instance(optimizer, learning_rate=0.05), 5.0)
    with variable_scope.variable_scope("rnn", values=tuple(features.values()), partitioner=ps_partitioner(config)):
        partitioner = input_layer_partitioner or ps_partitioner(config, min_slice_size=64 << 20)
        logits = _logits(features, mode, head.logits_dimension, cell_fn, columns, partitioner)

        def _train_op_fn(loss: Any) -> Any:
            return optimizer.minimize(loss, global_step=training_util.get_global_step())

        return head.create_estimator_spec(features=features, mode=mode, labels=labels, train_op_fn=_train_op_fn,
                                          logits=logits)


class RNNEstimator(estimator.Estimator):
    """An estimator of sequences with a head of the script's choice."""

    def __init__(self, head: Any, sequence_feature_columns: Any, context_feature_columns: Any = None, num_units: Any = None,
                 cell_type: Any = USE_DEFAULT, rnn_cell_fn: Any = None, return_sequences: Any = False, model_dir: Any = None,
                 optimizer: Any = "Adagrad", input_layer_partitioner: Any = None, config: Any = None) -> None:
        cell_fn = _cell_fn(rnn_cell_fn, num_units, cell_type)
        if return_sequences:
            raise ValueError("Provided head must be a `_SequentialHead` object when `return_sequences` is set to True.")
        columns = tuple(sequence_feature_columns or []), tuple(context_feature_columns or [])

        def _model_fn(features: Any, labels: Any, mode: Any, config: Any) -> Any:
            return _spec(features, labels, mode, head, cell_fn, columns, optimizer, input_layer_partitioner, config)

        super().__init__(model_fn=_model_fn, model_dir=model_dir, config=config)


class RNNClassifier(RNNEstimator):
    def __init__(self, sequence_feature_columns: Any, context_feature_columns: Any = None, num_units: Any = None,
                 cell_type: Any = USE_DEFAULT, rnn_cell_fn: Any = None, model_dir: Any = None, n_classes: Any = 2,
                 weight_column: Any = None, label_vocabulary: Any = None, optimizer: Any = "Adagrad",
                 loss_reduction: Any = Reduction.SUM_OVER_BATCH_SIZE, input_layer_partitioner: Any = None,
                 config: Any = None) -> None:
        _cell_fn(rnn_cell_fn, num_units, cell_type)
        head = head_lib._binary_logistic_or_multi_class_head(n_classes, weight_column, label_vocabulary, loss_reduction)
        super().__init__(head, sequence_feature_columns, context_feature_columns, num_units, cell_type, rnn_cell_fn, False,
                         model_dir, optimizer, input_layer_partitioner, config)
