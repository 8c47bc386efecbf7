"""Graphs as TensorFlow 1 builds them: ops, tensors, names, collections, provenance, releases."""
