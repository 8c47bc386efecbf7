"""Names of TensorFlow's modules: those that a module lacks are errors, those of a module without facts are not."""

from graphlint.trace import trace


def kinds(text: str) -> list[str]:
    return [event.kind for event in trace("script.py", text, paths=1).events]


def test_what_the_second_version_has_is_not_known() -> None:
    assert kinds("import tensorflow.compat.v2 as tf2\ntf2.summary.scalar('a', 1.0, step=1)") == ["unmodelled"]


def test_what_a_module_lacks_is_an_error() -> None:
    assert kinds("import tensorflow as tf\ntf.nn.nonsense(3)") == ["error"]


def test_a_module_that_is_loaded_when_asked_for_is_there() -> None:
    assert kinds("from tensorflow.lite.python.interpreter import Interpreter\nInterpreter(model_path='a')") == []
    assert kinds("from tensorflow.lite.python import convert\nconvert.build_toco_convert_protos()") == ["unmodelled"]
