"""Logs of ops for profiles, under contrib's name (contrib/tfprof/tfprof_logger.py)."""

from graphlint.tf.python.profiler.tfprof_logger import write_op_log as write_op_log
