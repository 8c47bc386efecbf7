"""simple_save (saved_model/simple_save.py)."""

from __future__ import annotations

from typing import Any

from . import builder_impl
from .signature_def_utils_impl import predict_signature_def


def simple_save(session: Any, export_dir: Any, inputs: Any, outputs: Any, legacy_init_op: Any = None) -> None:
    signatures = {"serving_default": predict_signature_def(inputs, outputs)}
    builder = builder_impl.SavedModelBuilder(export_dir)
    builder.add_meta_graph_and_variables(session, tags=["serve"], signature_def_map=signatures, main_op=legacy_init_op,
                                         clear_devices=True)
    builder.save()
