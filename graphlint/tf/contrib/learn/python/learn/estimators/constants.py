"""Kinds of problems (contrib/learn/python/learn/estimators/constants.py)."""

from graphlint.sandbox.exposed import exposed


@exposed
class ProblemType:
    UNSPECIFIED = 0
    CLASSIFICATION = 1
    LINEAR_REGRESSION = 2
    LOGISTIC_REGRESSION = 3
