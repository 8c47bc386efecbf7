"""SavedModelBuilder (saved_model/builder_impl.py): the saver that it adds to a graph. Nothing is written."""

from __future__ import annotations

import posixpath
from typing import Any

from graphlint.graph.graph import Operation, Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework import meta_graph, ops
from graphlint.tf.python.ops import variables
from graphlint.tf.python.training import saver as tf_saver

_MAIN_OPS = ("saved_model_main_op", "legacy_init_op")


@exposed
class SavedModelBuilder:
    """`tf.saved_model.builder.SavedModelBuilder`. AssertionError and others as TensorFlow."""

    def __init__(self, export_dir: Any) -> None:
        self._export_dir = export_dir
        self._has_saved_variables = False

    def add_meta_graph_and_variables(
            self, sess: Any, tags: Any, signature_def_map: Any = None, assets_collection: Any = None,
            legacy_init_op: Any = None, clear_devices: bool = False, main_op: Any = None, strip_default_attrs: bool = False,
            saver: Any = None) -> None:
        if self._has_saved_variables:
            raise AssertionError("Graph state including variables and assets has already been saved. Please invoke "
                                 "`add_meta_graph()` instead.")
        self._add(tags, signature_def_map, main_op or legacy_init_op, saver, clear_devices)
        self._has_saved_variables = True

    def add_meta_graph(self, tags: Any, signature_def_map: Any = None, assets_collection: Any = None,
                       legacy_init_op: Any = None, clear_devices: bool = False, main_op: Any = None,
                       strip_default_attrs: bool = False, saver: Any = None) -> None:
        if not self._has_saved_variables:
            raise AssertionError("Graph state including variables and assets has not been saved yet. Please invoke "
                                 "`add_meta_graph_and_variables()` first.")
        self._add(tags, signature_def_map, main_op or legacy_init_op, saver, clear_devices)

    def _add(self, tags: Any, signatures: Any, main_op: Any, saver: Any, clear_devices: bool) -> None:
        self._check(signatures or {})
        _add_main_op(main_op)
        saver = saver or tf_saver.Saver(_saveables(), sharded=True, allow_empty=True)
        exported = saver.export_meta_graph()
        if not isinstance(self._export_dir, str) or isinstance(exported, Unknown):
            return
        exported.signature_def = dict(signatures or {})
        meta_graph.note_written(saved_path(self._export_dir, tags), exported)

    def _check(self, signatures: Any) -> None:
        if isinstance(signatures, Unknown):
            return
        for key, role in (("__saved_model_init_op", "initialization"), ("__saved_model_train_op", "the train op")):
            if key in signatures:
                raise KeyError(f'SignatureDef map key "{key}" is reserved for {role}. Please use a different key.')
        for signature in signatures.values():
            for infos in (signature.inputs, signature.outputs):
                for info in infos.values() if isinstance(infos, dict) else ():
                    if isinstance(info, (Tensor, Operation)) or info is None:
                        raise AssertionError("All TensorInfo protos used in the SignatureDefs must have the name and dtype "
                                             "fields set.")

    def save(self, as_text: bool = False) -> Any:
        """The path that would be written."""
        if not isinstance(self._export_dir, str):
            return Unknown("where a model is saved", text="builder.save()")
        return posixpath.join(self._export_dir, "saved_model.pbtxt" if as_text else "saved_model.pb").encode()


def saved_path(export_dir: str, tags: Any) -> str:
    """Under what name a model with these tags is noted."""
    return f"{posixpath.normpath(export_dir)}#{','.join(sorted(map(str, tags)))}"


def _saveables() -> list[Any]:
    return variables.global_variables() + ops.get_collection(ops.GraphKeys.SAVEABLE_OBJECTS)


def _add_main_op(main_op: Any) -> None:
    if main_op is None:
        return
    if not isinstance(main_op, (Operation, Unknown)):
        raise TypeError(f"main_op needs to be an Operation: {main_op!r}")
    for key in _MAIN_OPS:
        if ops.get_collection(key):
            raise ValueError(f"Graph already contains one or more main ops under the collection {key}.")
    ops.add_to_collection(_MAIN_OPS[0], main_op)
