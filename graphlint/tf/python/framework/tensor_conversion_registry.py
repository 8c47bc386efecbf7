"""What `tensorflow.python.framework.tensor_conversion_registry` holds."""

from __future__ import annotations

from .registrations import register_tensor_conversion_function as register_tensor_conversion_function
