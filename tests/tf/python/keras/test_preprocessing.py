"""Keras's preprocessing where files and pictures are needed, which the oracle's environment can't read."""

from pathlib import Path

import pytest

from graphlint.trace import trace


def shapes(source: str, tmp_path: Path) -> list[list[int | None]]:
    """The static shapes of the placeholders that a script makes of its data."""
    path = tmp_path / "model.py"
    text = f"import tensorflow as tf\nimport numpy as np\nimage = tf.keras.preprocessing.image\n{source}\n"
    path.write_text(text, "utf8")
    traced = trace(path)
    assert traced.status == "complete", traced.reason
    return [[dim if isinstance(dim, int) else None for dim in op.outputs[0].dims]
            for op in traced.graphs[0].ops if op.type == "Placeholder"]


@pytest.mark.parametrize(("data", "shape"), [
    ("image.img_to_array(image.load_img('cat.png', target_size=(224, 200)))", [224, 200, 3]),
    ("image.img_to_array(image.load_img('cat.png', color_mode='grayscale'), 'channels_first')", [1, None, None]),
    ("image.ImageDataGenerator(rotation_range=9).flow(np.zeros([8, 9, 9, 1]), np.zeros([8, 2]), batch_size=4).next()[1]",
     [4, 2]),
    ("next(image.ImageDataGenerator().flow_from_directory('cats', target_size=(50, 40), batch_size=6))[0]",
     [6, 50, 40, 3]),
    ("tf.keras.preprocessing.sequence.pad_sequences(open('words').read(), maxlen=12)", [None, 12]),
])
def test_shapes_of_data_that_is_not_read(data: str, shape: list[int | None], tmp_path: Path) -> None:
    assert shapes(f"x = {data}\ntf.placeholder(tf.float32, x.shape)", tmp_path) == [shape]
