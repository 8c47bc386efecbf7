"""Saver and the ops it adds (training/saver.py). Nothing is ever written or read."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.client.session import BaseSession
from graphlint.tf.python.framework import importer, meta_graph, ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import variables

from .saver_ops import V1, V2, build


@exposed
class SaverDef:
    """Names of a saver's ends."""

    V1 = V1
    V2 = V2
    LEGACY = 0

    def __init__(self, filename_tensor_name: str = "", save_tensor_name: str = "", restore_op_name: str = "",
                 max_to_keep: int = 5, sharded: bool = False, version: int = V2) -> None:
        self.filename_tensor_name = filename_tensor_name
        self.save_tensor_name = save_tensor_name
        self.restore_op_name = restore_op_name
        self.max_to_keep = max_to_keep
        self.sharded = sharded
        self.version = version


@exposed(also={"_var_list"})
class Saver:
    """`tf.train.Saver`."""

    def __init__(self, var_list: Any = None, reshape: bool = False, sharded: bool = False, max_to_keep: Any = 5,
                 keep_checkpoint_every_n_hours: float = 10000.0, name: Any = None, restore_sequentially: bool = False,
                 saver_def: Any = None, builder: Any = None, defer_build: bool = False, allow_empty: bool = False,
                 write_version: Any = V2, pad_step_number: bool = False, save_relative_paths: bool = False,
                 filename: Any = None) -> None:
        if defer_build and var_list:
            raise ValueError("If `var_list` is provided then build cannot be deferred. Either set defer_build=False or "
                             "var_list=None.")
        self._var_list = var_list
        self._options = {"reshape": reshape, "sharded": sharded, "name": name, "filename": filename,
                         "restore_sequentially": restore_sequentially, "version": write_version}
        self._max_to_keep = max_to_keep
        self._allow_empty = allow_empty
        self._is_built = False
        self._is_empty = False
        self._name = name
        self.saver_def = saver_def
        self._last_checkpoints: list[Any] = []
        if not defer_build:
            self.build()

    def build(self) -> None:
        """Add the ops, once. ValueError where there is nothing to save."""
        if self._is_built:
            return
        self._is_built = True
        if self.saver_def is not None:
            return
        if self._var_list is None:
            self._var_list = variables.global_variables() + ops.get_collection(GraphKeys.SAVEABLE_OBJECTS)
        if not self._var_list:
            if self._allow_empty:
                self._is_empty = True
                return
            raise ValueError("No variables to save")
        filename, saved, restored = build(self._var_list, **self._options)
        self.saver_def = SaverDef(filename.name, saved.name, restored.name, self._max_to_keep,
                                  bool(self._options["sharded"]))

    def save(self, sess: Any, save_path: Any, global_step: Any = None, latest_filename: Any = None,
             meta_graph_suffix: str = "meta", write_meta_graph: bool = True, write_state: bool = True,
             strip_default_attrs: bool = False, save_debug_info: bool = False) -> Any:
        """The path under which a checkpoint would stand. RuntimeError before `build`."""
        if not self._is_built:
            raise RuntimeError("`build()` should be called before save if defer_build==True")
        stack.world.session_runs += 1
        if isinstance(save_path, str) and (global_step is None or type(global_step) is int):
            path = save_path if global_step is None else f"{save_path}-{global_step}"
            if write_meta_graph is True and isinstance(sess, BaseSession):
                meta_graph.note_written(f"{path}.{meta_graph_suffix}", meta_graph.MetaGraphDef(sess.graph, self.saver_def))
            return path
        return Unknown("the path of a checkpoint", text="saver.save(...)")

    def restore(self, sess: Any, save_path: Any) -> None:
        """Nothing is read. ValueError for no path at all."""
        if self._is_empty:
            return
        if save_path is None:
            raise ValueError("Can't load save_path when it is None.")
        stack.world.session_runs += 1

    def as_saver_def(self) -> Any:
        return self.saver_def

    def to_proto(self, export_scope: Any = None) -> Any:
        return self.saver_def

    @staticmethod
    def from_proto(saver_def: Any, import_scope: Any = None) -> Saver:
        return Saver(saver_def=saver_def, name=import_scope)

    @property
    def last_checkpoints(self) -> list[Any]:
        return list(self._last_checkpoints)

    def set_last_checkpoints(self, last_checkpoints: Any) -> None:
        self._last_checkpoints = list(last_checkpoints)

    set_last_checkpoints_with_time = recover_last_checkpoints = set_last_checkpoints

    def export_meta_graph(self, filename: Any = None, collection_list: Any = None, as_text: bool = False,
                          export_scope: Any = None, **kwargs: Any) -> Any:
        return export_meta_graph(filename, saver_def=self.saver_def, collection_list=collection_list,
                                 export_scope=export_scope)


def import_meta_graph(meta_graph_or_file: Any, clear_devices: bool = False, import_scope: Any = None,
                      **kwargs: Any) -> Any:
    """A saver of an exported graph. Of one in a file that the script didn't write nothing is known: what it imports, nor
    what the graph then holds."""
    source = meta_graph_or_file
    if not isinstance(source, meta_graph.MetaGraphDef):
        source = meta_graph.written(meta_graph_or_file)
    if source is None or "graph_" not in vars(source):
        stack.default_graph().extra[importer.UNKNOWN_CONTENT] = True
        return Unknown(f"the graph in the file {meta_graph_or_file!r}", text="import_meta_graph(...)")
    imported, _ = meta_graph.import_scoped_meta_graph_with_return_elements(source, clear_devices, import_scope, **kwargs)
    if source.HasField("saver_def"):
        old_name, sample = next(iter(imported.items()), (None, None))
        scope = import_scope if sample is None else sample.name.removesuffix(old_name or "")
        return Saver(saver_def=source.saver_def, name=scope)
    return Saver() if variables.global_variables(import_scope) else None


def export_meta_graph(filename: Any = None, meta_info_def: Any = None, graph_def: Any = None, saver_def: Any = None,
                      collection_list: Any = None, as_text: bool = False, graph: Any = None, export_scope: Any = None,
                      clear_devices: bool = False, clear_extraneous_savers: bool = False,
                      strip_default_attrs: bool = False, save_debug_info: bool = False, **kwargs: Any) -> Any:
    """The graph as a message; a part of it isn't modelled."""
    if export_scope or graph_def is not None or collection_list is not None or clear_devices:
        return Unknown("an exported part of a graph", text="export_meta_graph()")
    made = meta_graph.MetaGraphDef(graph or stack.default_graph(), saver_def)
    if isinstance(filename, str):
        meta_graph.note_written(filename, made)
    return made


def _get_saver_or_default() -> Saver:
    """The saver in the collection, made if there is none. RuntimeError where there are several."""
    savers = ops.get_collection(GraphKeys.SAVERS)
    if len(savers) > 1:
        raise RuntimeError(f"More than one item in collection {GraphKeys.SAVERS}. Please indicate which one to use by "
                           "passing it to the constructor.")
    if savers:
        return savers[0]  # type: ignore[no-any-return]
    saver = Saver(sharded=True, allow_empty=True)
    ops.add_to_collection(GraphKeys.SAVERS, saver)
    return saver
