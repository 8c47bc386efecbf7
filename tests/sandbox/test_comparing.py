"""Lists of which parts aren't known: differing for sure where known parts differ, as little known as the parts else."""

from __future__ import annotations

import pytest

from graphlint.sandbox.unknown import Unknown
from graphlint.trace import trace

HEAD = "import json\np = json.load(open('sizes.json'))\na = p['a']\n"


@pytest.mark.parametrize("condition", [
    "[None, a, 3] == [None, 4, 3]", "(1, [a, 2]) == (1, [7, 2])", "[1, a] != [1, 5]", "not [a] == [4]",
])  # fmt: skip
def test_not_known(condition: str) -> None:
    found = trace("script.py", f"{HEAD}found = {condition}")
    assert isinstance(found.namespace["found"], Unknown)
    assert found.assumptions == []


@pytest.mark.parametrize("condition", [
    "[a, 3] != [4, 5]", "[a, 3] != [4]", "[None, 2] != [a, 2]", "[a, 2] == [a, 2]", "(1, (a, 2)) != (1, (a, 3))",
])  # fmt: skip
def test_known_all_the_same(condition: str) -> None:
    assert trace("script.py", f"{HEAD}found = {condition}").namespace["found"] is True


def test_an_assertion_of_sizes_that_are_not_known_holds() -> None:
    text = HEAD + """
import tensorflow as tf
images = tf.image.resize_images(tf.placeholder(tf.float32, [None, None, None, 3]), [a, a])
assert images.shape.as_list() == [None, a, a, 3]
net = tf.layers.max_pooling2d(images, 2, 2)
assert net.shape.as_list() == [None, 16, 16, 3]
done = True
"""
    assert trace("script.py", text).namespace["done"] is True
