"""The graphs of exported models: what an Estimator's export builds for each mode. Nothing is written."""

from __future__ import annotations

from typing import Any

from graphlint.graph import stack
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.client.session import Session
from graphlint.tf.python.framework import ops, random_seed
from graphlint.tf.python.saved_model.model_utils import export_utils
from graphlint.tf.python.training import monitored_session, saver

from .model_fn import ModeKeys


def export(estimator: Any, base: Any, receivers: Any) -> Any:
    """The folder of the export. ValueError where no mode has a receiver."""
    if isinstance(receivers, Unknown):
        return Unknown("the folder of an exported model", text="export_saved_model(...)")
    modes = [mode for mode in (ModeKeys.TRAIN, ModeKeys.EVAL, ModeKeys.PREDICT) if receivers.get(mode) is not None]
    if not modes:
        raise ValueError(f"No valid modes for exporting found. Got {receivers.keys()}.")
    for mode in modes:
        _build(estimator, receivers[mode], mode)
    return Unknown("the folder of an exported model", text="export_saved_model(...)")


def _build(estimator: Any, receiver_fn: Any, mode: Any) -> None:
    graph: Any = stack.world.new_graph()
    with graph.as_default():
        estimator._create_global_step(graph)
        random_seed.set_random_seed(estimator._config.tf_random_seed)
        receiver = receiver_fn()
        spec: Any = estimator._call_model_fn(receiver.features, getattr(receiver, "labels", None), mode, estimator.config)
        if isinstance(spec, Unknown) or isinstance(receiver, Unknown):
            return
        export_utils.export_outputs_for_mode(mode, spec.export_outputs, spec.predictions, spec.loss, spec.eval_metric_ops)
        with Session():
            if graph.release.export_has_own_saver:
                _saver(spec)
                _main(spec)
                saver.Saver(sharded=True, allow_empty=True)
            else:
                ops.add_to_collection("saved_model_main_op", _main(spec))
                _saver(spec)


def _main(spec: Any) -> Any:
    own = spec.scaffold.local_init_op
    return monitored_session.Scaffold.default_local_init_op() if own is None else own


def _saver(spec: Any) -> Any:
    return spec.scaffold.saver or saver.Saver(sharded=True)
