"""The names of classes: vocabularies, numbers as text, and the tables between them (estimator/canned/head.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.tf.python.ops import array_ops, lookup_ops, math_ops, string_ops
from graphlint.tf.python.saved_model.model_utils.export_output import ClassificationOutput


def _for_each_example(logits: Any, row: Callable[[], Any]) -> Any:
    sizes: Any = array_ops.shape(logits)
    batch = sizes[0]
    return array_ops.tile(array_ops.expand_dims(row(), axis=0), multiples=[batch, 1])


def all_class_ids(logits: Any, n_classes: Any) -> Any:
    return _for_each_example(logits, lambda: math_ops.range(n_classes))


def all_classes(logits: Any, n_classes: Any, vocabulary: Any) -> Any:
    return _for_each_example(logits, lambda: vocabulary or string_ops.as_string(math_ops.range(n_classes)))


def classification_output(scores: Any, n_classes: Any, vocabulary: Any = None) -> ClassificationOutput:
    return ClassificationOutput(scores=scores, classes=all_classes(scores, n_classes, vocabulary))


def class_strings(class_ids: Any, vocabulary: Any) -> Any:
    if vocabulary:
        table = lookup_ops.index_to_string_table_from_tensor(vocabulary_list=vocabulary, name="class_string_lookup")
        return table.lookup(class_ids)
    return string_ops.as_string(class_ids, name="str_classes")


def class_id_lookup(vocabulary: Any, labels: Any) -> Any:
    return lookup_ops.index_table_from_tensor(vocabulary_list=tuple(vocabulary), name="class_id_lookup").lookup(labels)
