"""Heads and estimators that TensorFlow brings along."""
