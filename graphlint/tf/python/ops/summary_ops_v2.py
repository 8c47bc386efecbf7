"""Summaries whose ops write at once (ops/summary_ops_v2.py), as tf.contrib.summary has them, in graph mode."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

from graphlint.graph import dtypes, stack
from graphlint.graph.graph import Tensor
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops
from graphlint.tf.python.framework.ops import GraphKeys
from graphlint.tf.python.training import training_util

from . import array_shape, dependencies, math_ops, summary_op_util
from .control_flow_util import smart_cond

_WRITERS = "_SUMMARY_WRITER_V2"
_WRITER, _RECORDING = "summary_writer", "summary_recording"


def should_record_summaries() -> Any:
    """Whether summaries are recorded now: a tensor."""
    recording = stack.world.notes.get(_RECORDING)
    return math_ops.logical_and(True, False if recording is None else recording)


def _noted(key: str, value: Any) -> AbstractContextManager[None]:
    return stack.noted(stack.world.notes, key, value)


def record_summaries_every_n_global_steps(n: Any, global_step: Any = None) -> Any:
    step = training_util.get_or_create_global_step() if global_step is None else global_step
    with ops.device("cpu:0"):
        return _noted(_RECORDING, math_ops.equal(step % n, 0))


def always_record_summaries() -> Any:
    return _noted(_RECORDING, True)


def never_record_summaries() -> Any:
    return _noted(_RECORDING, False)


@exposed(also={"_resource"})
class SummaryWriter:
    """What both kinds of writers can do. This one writes nothing."""

    def set_as_default(self) -> None:
        """It does not become the default."""

    @contextmanager
    def as_default(self) -> Iterator[Any]:
        yield None

    def init(self) -> Any:
        return None

    def flush(self) -> Any:
        return None

    def close(self) -> Any:
        return None


NoopSummaryWriter = SummaryWriter


class ResourceSummaryWriter(SummaryWriter):
    """A writer that is a resource of the graph."""

    def __init__(self, shared_name: Any, init_op_fn: Callable[..., Any], name: Any = None) -> None:
        self._resource = gen.SummaryWriter(shared_name=shared_name, name=name)
        self._init_op_fn = init_op_fn
        ops.add_to_collection(_WRITERS, init_op_fn(self._resource))

    def set_as_default(self) -> None:
        stack.world.notes[_WRITER] = self

    @contextmanager
    def as_default(self) -> Iterator[Any]:
        with _noted(_WRITER, self):
            yield self
            self.flush()

    def init(self) -> Any:
        return self._init_op_fn(self._resource)

    def flush(self) -> Any:
        return flush(writer=self)

    def close(self) -> Any:
        with ops.control_dependencies([self.flush()]), ops.device("cpu:0"):
            return gen.CloseSummaryWriter(self._resource)


def create_file_writer(logdir: Any, max_queue: Any = None, flush_millis: Any = None, filename_suffix: Any = None,
                       name: Any = None) -> Any:
    """A writer of a folder; one that does nothing without a folder."""
    if logdir is None:
        return NoopSummaryWriter()
    folder = "unknown" if isinstance(logdir, Unknown) else str(logdir)
    with ops.device("cpu:0"):
        max_queue = constant_op.constant(10) if max_queue is None else max_queue
        flush_millis = constant_op.constant(2 * 60 * 1000) if flush_millis is None else flush_millis
        filename_suffix = constant_op.constant(".v2") if filename_suffix is None else filename_suffix
        create = partial(_create_file, logdir=logdir if isinstance(logdir, Unknown) else folder, max_queue=max_queue,
                         flush_millis=flush_millis, filename_suffix=filename_suffix)
        return ResourceSummaryWriter(f"logdir:{folder}" if name is None else name, create)


create_summary_file_writer = create_file_writer


def _create_file(resource: Any, **arguments: Any) -> Any:
    return gen.CreateSummaryFileWriter(resource, **arguments)


def initialize(graph: Any = None, session: Any = None) -> None:
    """RuntimeError without a writer, ValueError without a session. A graph passes through a placeholder."""
    if _writer() is None:
        raise RuntimeError("No default tf.contrib.summary.SummaryWriter found")
    session = ops.get_default_session() if session is None else session
    if session is None:
        raise ValueError("session must be passed if no default session exists")
    session.run(summary_writer_initializer_op())
    if graph is not None:
        from .array_constants import placeholder  # noqa: PLC0415 - rarely needed

        fed = placeholder(dtypes.string)
        session.run(_write_graph(fed, 0), feed_dict={fed: Unknown("a serialised graph")})


def all_v2_summary_ops() -> Any:
    return ops.get_collection(GraphKeys._SUMMARY_COLLECTION)


def summary_writer_initializer_op() -> Any:
    return ops.get_collection(_WRITERS)


def _writer() -> Any:
    return stack.world.notes.get(_WRITER)


def _recorded(name: Any, tensor: Any, family: Any, write: Callable[[Any, Any], Any]) -> Any:
    """The op that writes a summary where summaries are recorded, nothing without a writer."""
    outer = ops.get_name_scope()

    def record() -> Any:
        with ops.name_scope(f"{outer}/" if outer else ""), summary_op_util.summary_scope(
                name, family, values=[tensor]) as (tag, scope), ops.control_dependencies([write(tag, scope)]):
            return constant_op.constant(True)

    if _writer() is None:
        return dependencies.no_op()
    with ops.device("cpu:0"):
        found = smart_cond(should_record_summaries(), record, lambda: constant_op.constant(False), name="")
        ops.add_to_collection(GraphKeys._SUMMARY_COLLECTION, found)
    return found


def _step(step: Any) -> Any:
    if step is None:
        return training_util.get_or_create_global_step()
    return step if isinstance(step, Tensor) else convert(step, dtypes.int64)


def generic(name: Any, tensor: Any, metadata: Any = None, family: Any = None, step: Any = None) -> Any:
    def write(tag: Any, scope: Any) -> Any:
        about = metadata
        if metadata is None or hasattr(metadata, "SerializeToString"):
            about = constant_op.constant("" if metadata is None else metadata.SerializeToString())
        return gen.WriteSummary(_writer()._resource, _step(step), array_shape.identity(tensor), tag, about, name=scope)

    return _recorded(name, tensor, family, write)


def scalar(name: Any, tensor: Any, family: Any = None, step: Any = None) -> Any:
    def write(tag: Any, scope: Any) -> Any:
        return gen.WriteScalarSummary(_writer()._resource, _step(step), tag, array_shape.identity(tensor), name=scope)

    return _recorded(name, tensor, family, write)


def histogram(name: Any, tensor: Any, family: Any = None, step: Any = None) -> Any:
    def write(tag: Any, scope: Any) -> Any:
        return gen.WriteHistogramSummary(_writer()._resource, _step(step), tag, array_shape.identity(tensor), name=scope)

    return _recorded(name, tensor, family, write)


def image(name: Any, tensor: Any, bad_color: Any = None, max_images: Any = 3, family: Any = None, step: Any = None) -> Any:
    def write(tag: Any, scope: Any) -> Any:
        color = constant_op.constant([255, 0, 0, 255], dtype=dtypes.uint8) if bad_color is None else bad_color
        return gen.WriteImageSummary(_writer()._resource, _step(step), tag, array_shape.identity(tensor), color,
                                     max_images=max_images, name=scope)

    return _recorded(name, tensor, family, write)


def audio(name: Any, tensor: Any, sample_rate: Any, max_outputs: Any, family: Any = None, step: Any = None) -> Any:
    def write(tag: Any, scope: Any) -> Any:
        return gen.WriteAudioSummary(_writer()._resource, _step(step), tag, array_shape.identity(tensor), sample_rate,
                                     max_outputs=max_outputs, name=scope)

    return _recorded(name, tensor, family, write)


def graph(param: Any, step: Any = None, name: Any = None) -> Any:
    """TypeError for what isn't a tensor."""
    if not isinstance(param, Tensor):
        raise TypeError(f"graph() needs a tf.Tensor (e.g. tf.placeholder) in graph mode, but was: {type(param)}")
    return _write_graph(param, step, name)


def _write_graph(param: Any, step: Any, name: Any = None) -> Any:
    writer = _writer()
    if writer is None:
        return dependencies.no_op()
    with ops.device("cpu:0"):
        tensor = array_shape.identity(param)
        return gen.WriteGraphSummary(writer._resource, _step(step), tensor, name=name)


def import_event(tensor: Any, name: Any = None) -> Any:
    return gen.ImportEvent(_writer()._resource, tensor, name=name)


def flush(writer: Any = None, name: Any = None) -> Any:
    writer = _writer() if writer is None else writer
    if writer is None:
        return dependencies.no_op()
    with ops.device("cpu:0"):
        return gen.FlushSummaryWriter(getattr(writer, "_resource", writer), name=name)


def eval_dir(model_dir: Any, name: Any = None) -> Any:
    if isinstance(model_dir, Unknown) or isinstance(name, Unknown):
        return Unknown("the folder of a model", text="eval_dir(...)")
    return posixpath.join(model_dir, f"eval_{name}" if name else "eval")
