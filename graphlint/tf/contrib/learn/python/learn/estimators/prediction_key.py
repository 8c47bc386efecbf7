"""Names of predictions (contrib/learn/python/learn/estimators/prediction_key.py)."""

from graphlint.sandbox.exposed import exposed


@exposed
class PredictionKey:
    CLASSES = "classes"
    PROBABILITIES = "probabilities"
    LOGITS = "logits"
    LOGISTIC = "logistic"
    SCORES = "scores"
    TOP_K = "top_k"
    GENERIC = "output"
