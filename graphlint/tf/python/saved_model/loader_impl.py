"""Loading SavedModels (saved_model/loader_impl.py): of one that the script didn't save in this run nothing is known."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.unknown import Unknown, text_of
from graphlint.tf.python.client.session import BaseSession
from graphlint.tf.python.framework import importer, meta_graph
from graphlint.tf.python.training import saver as tf_saver

from .builder_impl import saved_path


def maybe_saved_model_directory(export_dir: Any) -> Any:
    return Unknown("no model is looked for", text=f"maybe_saved_model_directory({text_of(export_dir)})")


contains_saved_model = maybe_saved_model_directory


def load(sess: Any, tags: Any, export_dir: Any, import_scope: Any = None, **saver_kwargs: Any) -> Any:
    """The meta graph, whose ops are now in the session's graph."""
    graph: Any = sess.graph if isinstance(sess, BaseSession) else stack.default_graph()
    known = None
    if isinstance(export_dir, str) and not isinstance(tags, Unknown):
        known = meta_graph.written(saved_path(export_dir, tags))
    if known is None:
        graph.extra[importer.UNKNOWN_CONTENT] = True
        return Unknown(f"the model in {text_of(export_dir)}", text="saved_model.load(...)")
    with graph.as_default():
        tf_saver.import_meta_graph(known, import_scope=import_scope)
    stack.world.session_runs += 1
    return known
