"""Images from files and arrays (keras_preprocessing/image): their shapes are known, what is in them isn't."""

from __future__ import annotations

from typing import Any

from graphlint.libs.numpy.array import ShapedArray, unknown_array
from graphlint.sandbox.exposed import exposed
from graphlint.sandbox.unknown import Unknown
from graphlint.tf.python.keras import state


@exposed
class _Picture:
    """A picture of a file; scripts read its size."""

    def __init__(self, rows: Any, columns: Any, channels: Any) -> None:
        self._rows, self._columns, self._channels = rows, columns, channels

    @property
    def size(self) -> tuple[Any, Any]:
        return self._columns, self._rows

    width = property(lambda self: self._columns)
    height = property(lambda self: self._rows)
    mode = property(lambda self: "L" if self._channels == 1 else "RGB")

    def resize(self, size: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(size, (tuple, list)) and len(size) == 2:
            return _Picture(size[1], size[0], self._channels)
        return Unknown("a picture of another size", text="image.resize(...)")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Files aren't written."""

    show = close = save


def load_img(path: Any, grayscale: Any = False, color_mode: Any = "rgb", target_size: Any = None,
             interpolation: Any = "nearest") -> Any:
    """A picture: of the size that is asked for, or of one that isn't known."""
    channels = {"grayscale": 1, "rgba": 4}.get("grayscale" if grayscale else color_mode, 3)
    rows, columns = (target_size[0], target_size[1]) if isinstance(target_size, (tuple, list)) else (
        Unknown("the size of a picture", text="height"), Unknown("the size of a picture", text="width"))
    return _Picture(rows, columns, channels)


def img_to_array(img: Any, data_format: Any = None, dtype: Any = None) -> Any:
    """An array of three axes. ValueError for another format or rank."""
    layout = data_format or state.settings().image_data_format
    if layout not in ("channels_first", "channels_last"):
        raise ValueError(f"Unknown data_format: {layout}")
    first = layout == "channels_first"
    kind = dtype if isinstance(dtype, str) else state.settings().floatx
    if isinstance(img, ShapedArray):
        return _three_axes(img.astype(kind), first)
    if not isinstance(img, _Picture):
        return Unknown("a picture as an array", text="img_to_array(...)")
    rows, columns = (size.as_expr() if isinstance(size, Unknown) else size for size in (img._rows, img._columns))
    shape = (img._channels, rows, columns) if first else (rows, columns, img._channels)
    return unknown_array("what is in a picture", kind, shape)


def _three_axes(array: Any, first: bool) -> Any:
    shape = array._shape
    if shape is None:
        return array
    if len(shape) == 3:
        return array.transpose(2, 0, 1) if first else array
    if len(shape) != 2:
        raise ValueError(f"Unsupported image shape: {shape}")
    return array.reshape((1, *shape) if first else (*shape, 1))


def array_to_img(x: Any, data_format: Any = None, scale: Any = True, dtype: Any = None) -> Any:
    return Unknown("an array as a picture", text="array_to_img(...)")


def save_img(path: Any, x: Any, data_format: Any = None, file_format: Any = None, scale: Any = True,
             **kwargs: Any) -> None:
    """Files aren't written."""


def _changed(x: Any, *args: Any, **kwargs: Any) -> Any:
    """An array of the same shape."""
    if isinstance(x, ShapedArray):
        return unknown_array("a picture that was changed", x._dtype, x._shape)
    return Unknown("a picture that was changed")


def random_brightness(x: Any, brightness_range: Any) -> Any:
    if not isinstance(brightness_range, Unknown) and len(brightness_range) != 2:
        raise ValueError(f"`brightness_range should be tuple or list of two floats. Received: {brightness_range}")
    return _changed(x)


def random_zoom(x: Any, zoom_range: Any, *args: Any, **kwargs: Any) -> Any:
    if not isinstance(zoom_range, Unknown) and len(zoom_range) != 2:
        raise ValueError(f"`zoom_range` should be a tuple or list of two floats. Received: {zoom_range}")
    return _changed(x)


random_channel_shift = random_rotation = random_shear = random_shift = _changed
apply_affine_transform = apply_brightness_shift = apply_channel_shift = _changed


@exposed
class Iterator:
    """Batches of images; the first of them stands for all."""

    def __init__(self, n: Any, batch_size: Any, shuffle: Any = True, seed: Any = None) -> None:
        self.n = self.samples = n
        self.batch_size, self.shuffle, self.seed = batch_size, shuffle, seed
        self.batch_index = self.total_batches_seen = 0
        self.index_array = None
        self._batch: Any = Unknown("a batch of images")

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        return self._batch

    next = __next__

    def __getitem__(self, index: Any) -> Any:
        return self._batch

    def __len__(self) -> Any:
        known = isinstance(self.n, int) and isinstance(self.batch_size, int)
        return (self.n + self.batch_size - 1) // self.batch_size if known else 1

    def reset(self) -> None:
        """Nothing moves on."""


class NumpyArrayIterator(Iterator):
    """Batches of an array's rows."""

    def __init__(self, x: Any, y: Any, image_data_generator: Any = None, batch_size: Any = 32, shuffle: Any = True,
                 sample_weight: Any = None, seed: Any = None, *args: Any, **kwargs: Any) -> None:
        """ValueError for arrays that don't fit each other, and for images of another rank."""
        _check_arrays(x, y, kwargs.get("subset"))
        self.x, self.y, self.image_data_generator = x, y, image_data_generator
        super().__init__(x._shape[0] if isinstance(x, ShapedArray) and x._shape else Unknown("how many images there are"),
                         batch_size, shuffle, seed)
        rows = _rows(x, batch_size, state.settings().floatx)
        self._batch = rows if y is None else (rows, _rows(y, batch_size, None))


def _check_arrays(x: Any, y: Any, subset: Any) -> None:
    shape = x._shape if isinstance(x, ShapedArray) else None
    others = y._shape if isinstance(y, ShapedArray) else None
    if shape and others and isinstance(shape[0], int) and isinstance(others[0], int) and shape[0] != others[0]:
        raise ValueError("`x` (images tensor) and `y` (labels) should have the same length. "
                         f"Found: x.shape = {shape}, y.shape = {others}")
    if subset is not None and not isinstance(subset, Unknown) and subset not in ("training", "validation"):
        raise ValueError("Invalid subset name:", subset, '; expected "training" or "validation".')
    if shape is not None and len(shape) != 4:
        raise ValueError("Input data in `NumpyArrayIterator` should have rank 4. You passed an array with shape", shape)


def _rows(array: Any, batch_size: Any, kind: Any) -> Any:
    if not isinstance(array, ShapedArray) or not array._shape:
        return Unknown("a batch of images")
    size = batch_size.as_expr() if isinstance(batch_size, Unknown) else batch_size
    return unknown_array("a batch of images", kind or array._dtype, (size, *array._shape[1:]))


class DirectoryIterator(Iterator):
    """Batches of the files in a folder. How many classes there are isn't known."""

    def __init__(self, directory: Any, image_data_generator: Any = None, target_size: Any = (256, 256),
                 color_mode: Any = "rgb", classes: Any = None, class_mode: Any = "categorical", batch_size: Any = 32,
                 shuffle: Any = True, seed: Any = None, **kwargs: Any) -> None:
        if isinstance(color_mode, str) and color_mode not in ("rgb", "rgba", "grayscale"):
            raise ValueError("Invalid color mode:", color_mode, '; expected "rgb", "rgba", or "grayscale".')
        super().__init__(Unknown("how many files there are", text="iterator.samples"), batch_size, shuffle, seed)
        self.directory, self.class_mode, self.target_size = directory, class_mode, target_size
        known = isinstance(classes, (list, tuple))
        self.num_classes: Any = len(classes) if known else Unknown("the folders of images", text="num_classes")
        self.class_indices: Any = {name: i for i, name in enumerate(classes)} if known else Unknown(
            "the folders of images", text="iterator.class_indices")
        self.classes: Any = Unknown("the classes of files", text="iterator.classes")
        self.filenames: Any = Unknown("the names of files", text="iterator.filenames")
        self.image_shape = (*target_size, {"grayscale": 1, "rgba": 4}.get(color_mode, 3)) if isinstance(
            target_size, (tuple, list)) else Unknown("the size of images")
        images = self._images()
        self._batch = images if class_mode is None else (images, Unknown("the classes of images", text="labels"))

    def _images(self) -> Any:
        if isinstance(self.image_shape, Unknown):
            return Unknown("a batch of images")
        size = self.batch_size.as_expr() if isinstance(self.batch_size, Unknown) else self.batch_size
        return unknown_array("a batch of images", state.settings().floatx, (size, *self.image_shape))


def _check_settings(data_format: Any, split: Any, brightness: Any) -> None:
    if data_format not in ("channels_first", "channels_last"):
        raise ValueError('`data_format` should be `"channels_last"` (channel after row and column) or `"channels_first"` '
                         f"(channel before row and column). Received: {data_format}")
    if isinstance(split, (int, float)) and split and not 0 < split < 1:
        raise ValueError(f"`validation_split` must be strictly between 0 and 1.  Received: {split}")
    if not (brightness is None or isinstance(brightness, Unknown)) and (
            not isinstance(brightness, (tuple, list)) or len(brightness) != 2):
        raise ValueError(f"`brightness_range should be tuple or list of two floats. Received: {brightness}")


def _zooms(given: Any) -> Any:
    if isinstance(given, (int, float)):
        return [1 - given, 1 + given]
    if isinstance(given, (tuple, list)) and len(given) == 2:
        return list(given)
    if isinstance(given, (tuple, list)):
        raise ValueError(f"`zoom_range` should be a float or a tuple or list of two floats. Received: {given}")
    return given


@exposed
class ImageDataGenerator:
    """Settings of how images are changed, and the iterators over them."""

    def __init__(self, featurewise_center: Any = False, samplewise_center: Any = False,
                 featurewise_std_normalization: Any = False, samplewise_std_normalization: Any = False,
                 zca_whitening: Any = False, zca_epsilon: Any = 1e-6, rotation_range: Any = 0,
                 width_shift_range: Any = 0.0, height_shift_range: Any = 0.0, brightness_range: Any = None,
                 shear_range: Any = 0.0, zoom_range: Any = 0.0, channel_shift_range: Any = 0.0,
                 fill_mode: Any = "nearest", cval: Any = 0.0, horizontal_flip: Any = False, vertical_flip: Any = False,
                 rescale: Any = None, preprocessing_function: Any = None, data_format: Any = None,
                 validation_split: Any = 0.0, dtype: Any = None) -> None:
        """ValueError for settings that no generator could follow."""
        settings = {name: value for name, value in locals().items() if name not in ("self", "validation_split")}
        self.__dict__.update(settings, mean=None, std=None, principal_components=None)
        self.data_format = data_format or state.settings().image_data_format
        self.dtype = dtype or state.settings().floatx
        _check_settings(self.data_format, validation_split, brightness_range)
        first = self.data_format == "channels_first"
        self.channel_axis, self.row_axis, self.col_axis = (1, 2, 3) if first else (3, 1, 2)
        self.zoom_range = _zooms(zoom_range)

    def fit(self, x: Any, augment: Any = False, rounds: Any = 1, seed: Any = None) -> None:
        """Values only."""

    def flow(self, x: Any, y: Any = None, batch_size: Any = 32, shuffle: Any = True, sample_weight: Any = None,
             seed: Any = None, **kwargs: Any) -> NumpyArrayIterator:
        return NumpyArrayIterator(x, y, self, batch_size, shuffle, sample_weight, seed, **kwargs)

    def flow_from_directory(self, directory: Any, target_size: Any = (256, 256), color_mode: Any = "rgb",
                            classes: Any = None, class_mode: Any = "categorical", batch_size: Any = 32,
                            shuffle: Any = True, seed: Any = None, **kwargs: Any) -> DirectoryIterator:
        return DirectoryIterator(directory, self, target_size, color_mode, classes, class_mode, batch_size, shuffle, seed)

    def flow_from_dataframe(self, dataframe: Any, directory: Any = None, x_col: Any = "filename", y_col: Any = "class",
                            weight_col: Any = None, target_size: Any = (256, 256), color_mode: Any = "rgb",
                            classes: Any = None, class_mode: Any = "categorical", batch_size: Any = 32,
                            shuffle: Any = True, seed: Any = None, **kwargs: Any) -> DirectoryIterator:
        return DirectoryIterator(directory, self, target_size, color_mode, classes, class_mode, batch_size, shuffle, seed)

    random_transform = apply_transform = standardize = staticmethod(_changed)

    def get_random_transform(self, img_shape: Any, seed: Any = None) -> Any:
        return Unknown("how an image is changed", text="get_random_transform(...)")
