"""tf.app.run (platform/app.py)."""

from graphlint.libs.absl import run as run
