"""The op that a loaded SavedModel runs first (saved_model/main_op_impl.py)."""

from __future__ import annotations

from typing import Any

from graphlint.tf.python.framework import ops
from graphlint.tf.python.ops import control_flow_ops, lookup_ops, variables


def main_op() -> Any:
    parts = (variables.global_variables_initializer(), variables.local_variables_initializer(),
             lookup_ops.tables_initializer())
    return control_flow_ops.group(*parts)


def main_op_with_restore(restore_op_name: Any) -> Any:
    with ops.control_dependencies([main_op()]):
        return control_flow_ops.group(restore_op_name)
