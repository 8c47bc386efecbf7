"""Keras's callbacks (keras/callbacks.py): what they keep, and what the rate schedulers add to the graph.

Training runs one epoch of one batch here, so every hook is called once, with logs that aren't known. Files are not
written, and nothing stops early.
"""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.keras import backend_state


@exposed(also={"_chief_worker_only"})
class Callback:
    """What scripts subclass."""

    def __init__(self) -> None:
        self.validation_data: Any = None
        self.model: Any = None
        self._chief_worker_only: Any = None

    def set_params(self, params: Any) -> None:
        self.params = params

    def set_model(self, model: Any) -> None:
        self.model = model

    def on_batch_begin(self, batch: Any, logs: Any = None) -> None: ...

    def on_batch_end(self, batch: Any, logs: Any = None) -> None: ...

    def on_epoch_begin(self, epoch: Any, logs: Any = None) -> None: ...

    def on_epoch_end(self, epoch: Any, logs: Any = None) -> None: ...

    def on_train_batch_begin(self, batch: Any, logs: Any = None) -> None:
        self.on_batch_begin(batch, logs=logs)

    def on_train_batch_end(self, batch: Any, logs: Any = None) -> None:
        self.on_batch_end(batch, logs=logs)

    def on_test_batch_begin(self, batch: Any, logs: Any = None) -> None: ...

    def on_test_batch_end(self, batch: Any, logs: Any = None) -> None: ...

    def on_predict_batch_begin(self, batch: Any, logs: Any = None) -> None: ...

    def on_predict_batch_end(self, batch: Any, logs: Any = None) -> None: ...

    def on_train_begin(self, logs: Any = None) -> None: ...

    def on_train_end(self, logs: Any = None) -> None: ...

    def on_test_begin(self, logs: Any = None) -> None: ...

    def on_test_end(self, logs: Any = None) -> None: ...

    def on_predict_begin(self, logs: Any = None) -> None: ...

    def on_predict_end(self, logs: Any = None) -> None: ...


class BaseLogger(Callback):
    def __init__(self, stateful_metrics: Any = None) -> None:
        super().__init__()
        self.stateful_metrics = set(stateful_metrics or [])


class TerminateOnNaN(Callback): ...


class ProgbarLogger(Callback):
    def __init__(self, count_mode: Any = "samples", stateful_metrics: Any = None) -> None:
        """ValueError for another count."""
        super().__init__()
        if count_mode not in ("samples", "steps"):
            raise ValueError(f"Unknown `count_mode`: {count_mode}")
        self.use_steps = count_mode == "steps"
        self.stateful_metrics = set(stateful_metrics or [])


class History(Callback):
    """What `fit` returns."""

    def __init__(self) -> None:
        super().__init__()
        self.epoch: Any = Unknown("the epochs of a training", text="history.epoch")
        self.history: Any = Unknown("the history of a training", text="history.history")


class ModelCheckpoint(Callback):
    def __init__(self, filepath: Any, monitor: Any = "val_loss", verbose: Any = 0, save_best_only: Any = False,
                 save_weights_only: Any = False, mode: Any = "auto", save_freq: Any = "epoch", **kwargs: Any) -> None:
        super().__init__()
        self.filepath, self.monitor, self.verbose = filepath, monitor, verbose
        self.save_best_only, self.save_weights_only = save_best_only, save_weights_only
        self.save_freq, self.period = save_freq, kwargs.get("period", 1)


class EarlyStopping(Callback):
    def __init__(self, monitor: Any = "val_loss", min_delta: Any = 0, patience: Any = 0, verbose: Any = 0,
                 mode: Any = "auto", baseline: Any = None, restore_best_weights: Any = False) -> None:
        super().__init__()
        self.monitor, self.min_delta, self.patience, self.verbose = monitor, min_delta, patience, verbose
        self.baseline, self.restore_best_weights = baseline, restore_best_weights
        self.wait = self.stopped_epoch = 0


class RemoteMonitor(Callback):
    def __init__(self, root: Any = "http://localhost:9000", path: Any = "/publish/epoch/end/", field: Any = "data",
                 headers: Any = None, send_as_json: Any = False) -> None:
        super().__init__()
        self.root, self.path, self.field = root, path, field
        self.headers, self.send_as_json = headers, send_as_json


class CSVLogger(Callback):
    def __init__(self, filename: Any, separator: Any = ",", append: Any = False) -> None:
        super().__init__()
        self.filename, self.sep, self.append = filename, separator, append


class LambdaCallback(Callback):
    """Hooks that are functions."""

    def __init__(self, on_epoch_begin: Any = None, on_epoch_end: Any = None, on_batch_begin: Any = None,
                 on_batch_end: Any = None, on_train_begin: Any = None, on_train_end: Any = None, **kwargs: Any) -> None:
        super().__init__()
        self.__dict__.update(kwargs)
        hooks = {"on_epoch_begin": on_epoch_begin, "on_epoch_end": on_epoch_end, "on_batch_begin": on_batch_begin,
                 "on_batch_end": on_batch_end, "on_train_begin": on_train_begin, "on_train_end": on_train_end}
        self.__dict__.update({name: hook for name, hook in hooks.items() if hook is not None})


def _rate(model: Any) -> Any:
    """ValueError for an optimizer without a variable rate."""
    if not hasattr(model.optimizer, "lr"):
        raise ValueError('Optimizer must have a "lr" attribute.')
    return model.optimizer.lr


class LearningRateScheduler(Callback):
    """Sets the rate at the beginning of each epoch."""

    def __init__(self, schedule: Any, verbose: Any = 0) -> None:
        super().__init__()
        self.schedule, self.verbose = schedule, verbose

    def on_epoch_begin(self, epoch: Any, logs: Any = None) -> None:
        rate = _rate(self.model)
        backend_state.get_value(rate)
        try:
            value = self.schedule(epoch, Unknown("the learning rate", text="lr"))
        except TypeError:
            value = self.schedule(epoch)
        backend_state.set_value(rate, value)


class ReduceLROnPlateau(Callback):
    """Reduces the rate where nothing improves, which is not followed."""

    def __init__(self, monitor: Any = "val_loss", factor: Any = 0.1, patience: Any = 10, verbose: Any = 0,
                 mode: Any = "auto", min_delta: Any = 1e-4, cooldown: Any = 0, min_lr: Any = 0, **kwargs: Any) -> None:
        """ValueError for a factor that doesn't reduce."""
        super().__init__()
        if not isinstance(factor, Unknown) and factor >= 1.0:
            raise ValueError("ReduceLROnPlateau does not support a factor >= 1.0.")
        self.monitor, self.factor, self.patience, self.verbose = monitor, factor, patience, verbose
        self.mode, self.min_delta, self.cooldown, self.min_lr = mode, kwargs.get("epsilon", min_delta), cooldown, min_lr


class CallbackList:
    """The callbacks of one training, in their order."""

    def __init__(self, callbacks: Any, model: Any) -> None:
        given = () if callbacks is None or isinstance(callbacks, Unknown) else callbacks
        self._callbacks = [callback for callback in given if isinstance(callback, Callback)]
        for callback in self._callbacks:
            callback.set_model(model)
        for callback in self._callbacks:
            callback.set_params(Unknown("the parameters of a training", text="params"))

    def call(self, hook: str, *number: int) -> None:
        for callback in self._callbacks:
            getattr(callback, hook)(*number, Unknown("what a training logs", text="logs"))
