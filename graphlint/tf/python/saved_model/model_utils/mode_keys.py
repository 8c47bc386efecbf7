"""The modes of a model_fn (saved_model/model_utils/mode_keys.py)."""

from graphlint.sandbox.exposed import exposed


@exposed
class EstimatorModeKeys:
    TRAIN = "train"
    EVAL = "eval"
    PREDICT = "infer"


@exposed
class KerasModeKeys:
    TRAIN = "train"
    TEST = "test"
    PREDICT = "predict"
