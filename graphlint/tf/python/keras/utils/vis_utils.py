"""Pictures of models (keras/utils/vis_utils.py): nothing is drawn."""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown


def plot_model(model: Any, to_file: Any = "model.png", show_shapes: Any = False, show_layer_names: Any = True,
               rankdir: Any = "TB", expand_nested: Any = False, dpi: Any = 96) -> Any:
    return Unknown("a picture of a model", text="plot_model(...)")


def model_to_dot(model: Any, show_shapes: Any = False, show_layer_names: Any = True, rankdir: Any = "TB",
                 expand_nested: Any = False, dpi: Any = 96, subgraph: Any = False) -> Any:
    return Unknown("a picture of a model", text="model_to_dot(...)")
