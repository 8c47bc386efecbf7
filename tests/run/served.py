"""The models of TensorFlow as plain Python code sees them: `tf.layers.dense`."""

from graphlint.sandbox.library import Library
from graphlint.tf.module import LIBRARY


class Served:
    def __init__(self, library):
        self._library = library

    def __getattr__(self, name):
        found = self._library.attribute(name)
        return Served(found) if isinstance(found, Library) else found


tf = Served(LIBRARY)
