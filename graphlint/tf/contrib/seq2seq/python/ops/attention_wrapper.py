"""What `tensorflow.contrib.seq2seq.python.ops.attention_wrapper` holds: re-exports."""

from __future__ import annotations

from .attention_cell import AttentionWrapper as AttentionWrapper
from .attention_cell import AttentionWrapperState as AttentionWrapperState
from .attention_mechanisms import AttentionMechanism as AttentionMechanism
from .attention_mechanisms import BahdanauAttention as BahdanauAttention
from .attention_mechanisms import BahdanauMonotonicAttention as BahdanauMonotonicAttention
from .attention_mechanisms import LuongAttention as LuongAttention
from .attention_mechanisms import LuongMonotonicAttention as LuongMonotonicAttention
from .attention_mechanisms import MemoryAttention as _BaseAttentionMechanism  # noqa: F401 - TensorFlow's own name
from .attention_memory import hardmax as hardmax
from .attention_memory import monotonic_attention as monotonic_attention
from .attention_memory import safe_cumprod as safe_cumprod
