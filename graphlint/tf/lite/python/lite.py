"""Conversion of models for small devices (lite/python/lite.py): it works on copies, the graph stays as it is.

Not here: models of Keras in files, which are loaded into a graph.
"""

from __future__ import annotations

import enum
from typing import Any

from graphlint.graph import dtypes
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.library import unmodelled
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.lite.python.convert import OpsSet


@exposed
class Optimize(enum.Enum):
    DEFAULT = "DEFAULT"
    OPTIMIZE_FOR_SIZE = "OPTIMIZE_FOR_SIZE"
    OPTIMIZE_FOR_LATENCY = "OPTIMIZE_FOR_LATENCY"

    def __str__(self) -> str:
        return self.value


@exposed
class RepresentativeDataset:
    def __init__(self, input_gen: Any) -> None:
        self.input_gen = input_gen


@exposed
class TargetSpec:
    def __init__(self, supported_ops: Any = None, supported_types: Any = None) -> None:
        self.supported_ops = {OpsSet.TFLITE_BUILTINS} if supported_ops is None else supported_ops
        self.supported_types = [] if supported_types is None else supported_types


@exposed
class TFLiteConverter:
    """Scripts set its attributes and ask it for bytes."""

    def __init__(self, graph_def: Any, input_tensors: Any, output_tensors: Any, input_arrays_with_shape: Any = None,
                 output_arrays: Any = None, experimental_debug_info_func: Any = None) -> None:
        self._inputs = input_tensors
        self.inference_type: Any = dtypes.float32
        self.inference_input_type = self.inference_output_type = self.default_ranges_stats = self.dump_graphviz_dir = None
        self.output_format = 2  # the number of TFLITE
        self.quantized_input_stats: Any = {}
        self.drop_control_dependency = True
        self.reorder_across_fake_quant = self.change_concat_input_ranges = self.dump_graphviz_video = False
        self.allow_custom_ops = self.post_training_quantize = self.experimental_enable_mlir_converter = False
        self.optimizations: list[Any] = []
        self.representative_dataset: Any = None
        self.target_spec = TargetSpec()

    @classmethod
    def from_session(cls, sess: Any, input_tensors: Any, output_tensors: Any) -> TFLiteConverter:
        return cls(None, input_tensors, output_tensors)

    @classmethod
    def from_frozen_graph(cls, graph_def_file: Any, input_arrays: Any, output_arrays: Any,
                          input_shapes: Any = None) -> TFLiteConverter:
        return cls(None, None, None)

    @classmethod
    def from_saved_model(cls, saved_model_dir: Any, input_arrays: Any = None, input_shapes: Any = None,
                         output_arrays: Any = None, tag_set: Any = None, signature_key: Any = None) -> TFLiteConverter:
        return cls(None, None, None)

    @classmethod
    def from_keras_model_file(cls, model_file: Any, *args: Any, **kwargs: Any) -> Any:
        return unmodelled("tensorflow.lite.TFLiteConverter.from_keras_model_file")

    def convert(self) -> Any:
        return Unknown("the bytes of a converted model", text="converter.convert()")

    def get_input_arrays(self) -> Any:
        if self._inputs is None:
            return Unknown("the inputs of a model that isn't read", text="converter.get_input_arrays()")
        return [tensor.op.name for tensor in self._inputs]


@exposed
class TocoConverter:
    """The older name."""

    from_session = TFLiteConverter.from_session
    from_frozen_graph = TFLiteConverter.from_frozen_graph
    from_saved_model = TFLiteConverter.from_saved_model
    from_keras_model_file = TFLiteConverter.from_keras_model_file
