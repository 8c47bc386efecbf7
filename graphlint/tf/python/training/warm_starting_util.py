"""Warm starts (training/warm_starting_util.py): variables that a checkpoint initializes. Vocabularies aren't remapped."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import unmodelled
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework import ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops.variables import Variable

from . import saver_ops
from .checkpoint_utils import init_from_checkpoint


@exposed
class VocabInfo(namedtuple("VocabInfo", ["new_vocab", "new_vocab_size", "num_oov_buckets", "old_vocab", "old_vocab_size",
                                         "backup_initializer", "axis"])):
    """How one vocabulary became another."""

    def __new__(cls, new_vocab: Any, new_vocab_size: Any, num_oov_buckets: Any, old_vocab: Any, old_vocab_size: Any = -1,
                backup_initializer: Any = None, axis: Any = 0) -> VocabInfo:
        if axis not in (0, 1):
            raise ValueError(f"The only supported values for the axis argument are 0 and 1.  Provided axis: {axis}")
        return super().__new__(cls, new_vocab, new_vocab_size, num_oov_buckets, old_vocab, old_vocab_size,
                               backup_initializer, axis)


def warm_start(ckpt_to_initialize_from: Any, vars_to_warm_start: Any = ".*", var_name_to_vocab_info: Any = None,
               var_name_to_prev_var_name: Any = None) -> Any:
    """Initialize the chosen variables from a checkpoint, each under its previous name. ValueError as TensorFlow."""
    renamed = var_name_to_prev_var_name or {}
    if var_name_to_vocab_info or isinstance(vars_to_warm_start, Unknown) or isinstance(renamed, Unknown):
        return unmodelled("tensorflow.train.warm_start")
    grouped: dict[str, list[Any]] = {}
    for variable in _chosen(vars_to_warm_start):
        grouped.setdefault(next(iter(saver_ops.named([variable]))), []).append(variable)
    sources = {renamed.get(name) or name: found[0] if len(found) == 1 else found for name, found in grouped.items()}
    if vars_to_warm_start:
        init_from_checkpoint(ckpt_to_initialize_from, sources)
    unused = set(renamed) - {name for name in grouped if renamed.get(name)}
    if unused:
        raise ValueError("You provided the following variables in var_name_to_prev_var_name that were not used: "
                         f"{unused}.  Perhaps you misspelled them?  Here is the list of viable variable names: "
                         f"{grouped.keys()}")
    return None


def _chosen(wanted: Any) -> list[Any]:
    if isinstance(wanted, str) or wanted is None:
        return ops.get_collection(GraphKeys.TRAINABLE_VARIABLES, scope=wanted)
    if not isinstance(wanted, list):
        raise ValueError(f"`vars_to_warm_start must be a `list` or `str`.  Given type is {type(wanted)}")
    if all(isinstance(item, str) for item in wanted):
        return [variable for scope in wanted for variable in ops.get_collection(GraphKeys.GLOBAL_VARIABLES, scope=scope)]
    if all(isinstance(item, Variable) for item in wanted):
        return wanted
    raise ValueError("If `vars_to_warm_start` is a list, it must be all `Variable` or all `str`.  Given types are "
                     f"{[type(item) for item in wanted]}")
