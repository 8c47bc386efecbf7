"""What to pass for a parameter without a default: told by its name, then by how the function uses it.

A tensor where it goes into a call of a library, an unknown number where it is calculated with, else plainly unknown.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

_ROWS: tuple[tuple[str, str], ...] = (
    (r"(is_)?(training|train|is_train|train_mode|phase_train|phase|is_train_mode)", "True"),
    (r"(is_)?(test|testing|eval|evaluating|predict|inference_only)", "False"),
    (r"reuse(_variables|_vars)?", "None"),
    (r"(num|n|nb|number_of|nr)_?(classes|labels|class|outputs|categories)|(classes|class)_num|output_(dim|size)", "10"),
    (r"(keep|dropout)_?(prob|rate|keep_prob)?|drop_rate|prob", "0.5"),
    (r"(weight|l2|regularization|decay|wd|reg)_?(decay|rate|scale|lambda|strength|loss)?", "0.0001"),
    (r"(learning_rate|lr|base_lr|init_lr|starter_learning_rate|epsilon|eps|alpha|beta|gamma|momentum)", "0.001"),
    (r"(data_format)", "'channels_last'"),
    (r"(padding|pad)", "'SAME'"),
    (r"(activation|activation_fn|act|nonlinearity|initializer|regularizer|normalizer_fn)", "None"),
    (r"(kernel|filter|kernel_size|filter_size|k_size|ksize|k)", "3"),
    (r"(stride|strides|s|dilation|rate)", "1"),
)  # fmt: skip
_NAMED = [(re.compile(pattern + r"\Z"), text) for pattern, text in _ROWS]
_TEXT = re.compile(r"(name|scope|scope_name|variable_scope|prefix|layer_name|var_scope|name_scope)\Z")
_IMAGE = re.compile(r"(images?|imgs?|input_?images?|pictures?|frames?|x_image|image_batch)\Z")
_LABEL = re.compile(r"(labels?|targets?|y_?|y_true|classes|ground_truth|gt)\Z")
_SEQUENCE = re.compile(r"(tokens?|words?|ids|input_ids|sequences?|sentences?|indices|word_ids)\Z")
_TENSOR = re.compile(r"(inputs?|x_?|net|tensor|features?|input_tensor|data|batch|logits|h|z|input_layer|input_|_input)\Z")
_WINDOWED = (
    "conv2d", "max_pool", "avg_pool", "convolution2d", "separable_conv2d", "conv_2d", "Conv2D", "resize_images",
)  # fmt: skip
_SETTINGS = re.compile(r"(params|hparams|config|cfg|args|flags|FLAGS|opts?|options|hps|settings|kwargs)\Z")
IMAGES = 'tensor("float32[?,224,224,3]")'


def image_like(node: ast.AST, definitions: Mapping[str, ast.AST]) -> bool:
    """Whether a definition, or one in the file that it calls, works on images."""
    seen: set[str] = set()
    waiting = [node]
    while waiting:
        for inner in ast.walk(waiting.pop()):
            name = inner.attr if isinstance(inner, ast.Attribute) else inner.id if isinstance(inner, ast.Name) else ""
            if any(word in name for word in _WINDOWED):
                return True
            if name in definitions and name not in seen:
                seen.add(name)
                waiting.append(definitions[name])
    return False


def argument(name: str, function: ast.FunctionDef, images: bool) -> str:
    """The text of an argument for the parameter."""
    if _TEXT.match(name):
        return repr(function.name if name == "name" else name)
    for pattern, text in _NAMED:
        if pattern.match(name):
            return text
    keys = text_keys(name, function)
    if keys and not _SETTINGS.match(name):
        plain = IMAGES if images else 'tensor("float32[?,784]")'
        return "{" + ", ".join(f"{key!r}: {_tensor_of(key, plain)}" for key in keys) + "}"
    if _LABEL.match(name):
        return 'tensor("int64[?]")'
    if _SEQUENCE.match(name):
        return 'tensor("int32[?,?]")'
    if _IMAGE.match(name):
        return IMAGES
    if _TENSOR.match(name) or goes_into_library(name, function):
        return IMAGES if images else 'tensor("float32[?,784]")'
    return f"unknown({name!r})"


def text_keys(name: str, function: ast.FunctionDef) -> list[str]:
    """The keys that a function reads from a parameter: `features['x']`."""
    keys = [
        node.slice.value
        for node in ast.walk(function)
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    ]
    return list(dict.fromkeys(keys))


def _tensor_of(key: str, plain: str) -> str:
    if _LABEL.match(key):
        return 'tensor("int64[?]")'
    if _SEQUENCE.match(key) or key.endswith(("_ids", "_mask", "_idx")):
        return 'tensor("int32[?,?]")'
    return plain


def goes_into_library(name: str, function: ast.FunctionDef) -> bool:
    """Whether the parameter is the first argument of a call like `tf.f(...)`, and isn't calculated with."""
    first = False
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            given = node.args[0]
            first = first or (isinstance(given, ast.Name) and given.id == name and node.func.attr not in _NUMERIC)
        elif isinstance(node, (ast.BinOp, ast.List, ast.Tuple)):
            sides = [node.left, node.right] if isinstance(node, ast.BinOp) else node.elts
            if any(isinstance(side, ast.Name) and side.id == name for side in sides):
                return False
    return first


_NUMERIC = frozenset({
    "range", "constant", "append", "placeholder", "variable_scope", "name_scope", "get_variable", "format", "info",
    "join",
    "BasicLSTMCell", "LSTMCell", "GRUCell", "l2_regularizer", "one_hot", "get", "device",
})  # fmt: skip
