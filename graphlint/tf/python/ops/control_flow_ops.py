"""What `tensorflow.python.ops.control_flow_ops` holds: re-exports from the modules of each family."""

from __future__ import annotations

from .dependencies import group as group
from .dependencies import identity_of as _Identity  # noqa: F401, N812 - TensorFlow's own name
from .dependencies import no_op as no_op
from .dependencies import tuple as tuple
from .dependencies import with_dependencies as with_dependencies
