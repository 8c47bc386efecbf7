"""tf.contrib.data: what became tf.data.experimental (contrib/data/python/ops/writers.py)."""

from graphlint.tf.python.data.experimental.ops import writers

TFRecordWriter = writers.TFRecordWriter
