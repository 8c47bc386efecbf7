"""Functions of saved models (contrib/predictor/predictor_factories.py): each loads its model into a graph of its own.

Not here: predictors of estimators, which build a graph.
"""

from __future__ import annotations

from typing import Any

from graphlint.sandbox.unknown import Unknown, text_of


def from_saved_model(export_dir: Any, signature_def_key: Any = None, signature_def: Any = None, input_names: Any = None,
                     output_names: Any = None, tags: Any = None, graph: Any = None, config: Any = None) -> Any:
    return Unknown(f"the model in {text_of(export_dir)}", text="from_saved_model(...)")
