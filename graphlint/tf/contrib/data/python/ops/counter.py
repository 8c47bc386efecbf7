"""tf.contrib.data: what became tf.data.experimental (contrib/data/python/ops/counter.py)."""

from graphlint.tf.python.data.experimental.ops import counter

Counter = counter.CounterV1
