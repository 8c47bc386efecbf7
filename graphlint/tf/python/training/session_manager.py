"""SessionManager (training/session_manager.py): sessions whose variables count as initialized."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.client.session import Session
from graphlint.tf.python.framework import ops


@exposed
class SessionManager:
    """`tf.train.SessionManager`. ValueError, RuntimeError for ops that are missing."""

    def __init__(self, local_init_op: Any = None, ready_op: Any = None, ready_for_local_init_op: Any = None, graph: Any = None,
                 recovery_wait_secs: Any = 30, local_init_run_options: Any = None) -> None:
        if ready_for_local_init_op is not None and local_init_op is None:
            raise ValueError("If you pass a ready_for_local_init_op you must also pass a local_init_op , "
                             f"ready_for_local_init_op [{ready_for_local_init_op}]")
        self._graph = ops.get_default_graph() if graph is None else graph
        self._local_init_op = local_init_op

    def prepare_session(self, master: Any, init_op: Any = None, saver: Any = None, checkpoint_dir: Any = None,
                        checkpoint_filename_with_path: Any = None, wait_for_checkpoint: bool = False,
                        max_wait_secs: Any = 7200, config: Any = None, init_feed_dict: Any = None,
                        init_fn: Any = None) -> Any:
        session = Session(master, graph=self._graph, config=config)
        restored = saver is not None and bool(checkpoint_dir or checkpoint_filename_with_path)
        if not restored and init_op is None and not init_fn and self._local_init_op is None:
            raise RuntimeError("Model is not initialized and no init_op or init_fn or local_init_op was given")
        if init_op is not None:
            session.run(init_op, feed_dict=init_feed_dict)
        if init_fn:
            init_fn(session)
        return session

    def recover_session(self, master: Any, saver: Any = None, *args: Any, **kwargs: Any) -> Any:
        return Session(master, graph=self._graph), Unknown("whether there is a checkpoint", text="is_loaded")

    def wait_for_session(self, master: Any, config: Any = None, max_wait_secs: Any = None) -> Any:
        return Session(master, graph=self._graph, config=config)
