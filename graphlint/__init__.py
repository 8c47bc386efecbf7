"""Predicts the graph of a TensorFlow-1 script without TensorFlow, and lints it."""

__version__ = "0.1.0"
