"""The description of a saver (core/protobuf/saver.proto)."""

from graphlint.tf.python.training.saver import SaverDef as SaverDef
