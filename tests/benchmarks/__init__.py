"""Benchmarks against the real TensorFlow: `python -m tests.benchmarks`. No timed assertion anywhere."""
