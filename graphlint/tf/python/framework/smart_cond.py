"""What `tensorflow.python.framework.smart_cond` holds; the models are in ops/control_flow_util."""

from __future__ import annotations

from graphlint.tf.python.ops.control_flow_util import smart_case as smart_case
from graphlint.tf.python.ops.control_flow_util import smart_cond as smart_cond
from graphlint.tf.python.ops.control_flow_util import smart_constant_value as smart_constant_value
