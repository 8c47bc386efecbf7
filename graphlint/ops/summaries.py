"""Summaries and their writers: shapes, and kernels that give an empty proto (a summary is for TensorBoard)."""

from __future__ import annotations

from typing import Any

import numpy as np

from .registry import kernel
from .signatures import register

register("""
ScalarSummary, HistogramSummary, ImageSummary, AudioSummary, AudioSummaryV2, MergeSummary: -> []
TensorSummary, TensorSummaryV2: -> []
SummaryWriter: -> []
CreateSummaryFileWriter, CreateSummaryDbWriter, CloseSummaryWriter, FlushSummaryWriter, ImportEvent: ->
WriteSummary, WriteScalarSummary, WriteHistogramSummary, WriteImageSummary, WriteAudioSummary: ->
WriteGraphSummary, WriteRawProtoSummary: ->
""")


@kernel("ScalarSummary", "HistogramSummary", "ImageSummary", "AudioSummary", "AudioSummaryV2", "MergeSummary",
        "TensorSummary", "TensorSummaryV2")
def summary(k: Any, *inputs: Any) -> Any:
    return np.array(b"", object)
