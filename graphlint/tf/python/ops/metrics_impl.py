"""What `tensorflow.python.ops.metrics_impl` holds: tf.metrics, gathered from the modules of each kind."""

from __future__ import annotations

from graphlint.tf.reexport import collect

from . import metric_counts, metric_curves, metric_means, metric_ranking
from .metric_variables import at_thresholds as _confusion_matrix_at_thresholds  # noqa: F401
from .metric_variables import metric_variable as metric_variable
from .metric_variables import remove_squeezable_dimensions as _remove_squeezable_dimensions  # noqa: F401
from .metric_variables import streaming_confusion_matrix as _streaming_confusion_matrix  # noqa: F401

collect(globals(), metric_counts, metric_curves, metric_means, metric_ranking)
