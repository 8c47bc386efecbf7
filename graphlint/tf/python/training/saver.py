"""Saver and the ops it adds (training/saver.py). Nothing is ever written or read."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.framework import importer, ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.ops import variables

from .saver_ops import build

V1, V2 = 1, 2


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
            return save_path if global_step is None else f"{save_path}-{global_step}"
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

    def export_meta_graph(self, filename: Any = None, *args: Any, **kwargs: Any) -> Any:
        return Unknown("an exported graph", text="export_meta_graph()")


def import_meta_graph(meta_graph_or_file: Any, clear_devices: bool = False, import_scope: Any = None,
                      **kwargs: Any) -> Any:
    """A saver of a graph that stands in a file: what it imports isn't known, nor what the graph then holds."""
    stack.default_graph().extra[importer.UNKNOWN_CONTENT] = True
    return Unknown(f"the graph in the file {meta_graph_or_file!r}", text="import_meta_graph(...)")


def export_meta_graph(filename: Any = None, *args: Any, **kwargs: Any) -> Any:
    return Unknown("an exported graph", text="export_meta_graph()")


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
