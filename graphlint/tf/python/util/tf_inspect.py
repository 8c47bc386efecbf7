"""TensorFlow's `inspect`, which looks through its own decorators (util/tf_inspect.py)."""

from __future__ import annotations

import inspect
from typing import Any

from graphlint.libs.inspect import getargspec as _getargspec
from graphlint.libs.inspect import getfullargspec as _getfullargspec
from graphlint.sandbox.exposed import allow_call

from .tf_decorator import unwrap

isclass = allow_call(inspect.isclass)
isfunction = allow_call(inspect.isfunction)
ismethod = allow_call(inspect.ismethod)
ismodule = allow_call(inspect.ismodule)
isgenerator = allow_call(inspect.isgenerator)


def getfullargspec(obj: Any) -> Any:
    return _getfullargspec(unwrap(obj)[1])


def getargspec(obj: Any) -> Any:
    return _getargspec(unwrap(obj)[1])
