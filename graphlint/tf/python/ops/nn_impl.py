"""What `tensorflow.python.ops.nn_impl` holds: gathered from the modules of each family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphlint.tf.reexport import collect

from . import nn_impl_losses, nn_normalization, nn_sampling, nn_swish

collect(globals(), nn_impl_losses, nn_normalization, nn_sampling, nn_swish)

_compute_sampled_logits = nn_sampling._compute_sampled_logits
_sum_rows = nn_sampling._sum_rows

if TYPE_CHECKING:
    def __getattr__(name: str) -> Any:
        """What `collect` put here."""
