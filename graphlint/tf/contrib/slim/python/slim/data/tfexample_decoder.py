"""Items from serialized examples (contrib/slim/python/slim/data/tfexample_decoder.py)."""

from __future__ import annotations

from typing import Any

from graphlint.graph import dtypes
from graphlint.sandbox.exposed import exposed
from graphlint.tf.python.framework import sparse_tensor
from graphlint.tf.python.ops import (
    array_ops,
    control_flow_ops,
    image_ops,
    map_fn,
    math_ops,
    parsing_features,
    parsing_ops,
    sparse_ops,
)

from .data_decoder import DataDecoder


def _is_sparse(value: Any) -> bool:
    return isinstance(value, sparse_tensor.SparseTensor)


@exposed
class ItemHandler:
    """What makes an item of some of an example's features."""

    def __init__(self, keys: Any) -> None:
        self._keys = keys if isinstance(keys, (tuple, list)) else [keys]

    @property
    def keys(self) -> Any:
        return self._keys

    def tensors_to_item(self, keys_to_tensors: Any) -> Any:
        raise NotImplementedError


class ItemHandlerCallback(ItemHandler):
    """A function of the features."""

    def __init__(self, keys: Any, func: Any) -> None:
        super().__init__(keys)
        self._func = func

    def tensors_to_item(self, keys_to_tensors: Any) -> Any:
        return self._func(keys_to_tensors)


class BoundingBox(ItemHandler):
    """Four sides as rows of boxes. ValueError for another number of keys."""

    def __init__(self, keys: Any = None, prefix: str = "") -> None:
        if keys is None:
            keys = ["ymin", "xmin", "ymax", "xmax"]
        elif len(keys) != 4:
            raise ValueError(f"BoundingBox expects 4 keys but got {len(keys)}")
        super().__init__([prefix + key for key in keys])

    def tensors_to_item(self, keys_to_tensors: Any) -> Any:
        sides = []
        for key in self._keys:
            side = keys_to_tensors[key]
            sides.append(array_ops.expand_dims(side.values if _is_sparse(side) else side, 0))
        return array_ops.transpose(array_ops.concat(sides, 0))


class Tensor(ItemHandler):
    """One feature, reshaped where a shape is given. ValueError for two shapes."""

    def __init__(self, tensor_key: Any, shape_keys: Any = None, shape: Any = None, default_value: Any = 0) -> None:
        if shape_keys and shape is not None:
            raise ValueError("Cannot specify both shape_keys and shape parameters.")
        if shape_keys and not isinstance(shape_keys, list):
            shape_keys = [shape_keys]
        self._tensor_key, self._shape_keys, self._shape = tensor_key, shape_keys, shape
        self._default_value = default_value
        super().__init__([tensor_key, *(shape_keys or [])])

    def tensors_to_item(self, keys_to_tensors: Any) -> Any:
        tensor, shape = keys_to_tensors[self._tensor_key], self._shape
        if self._shape_keys:
            dims = [keys_to_tensors[key] for key in self._shape_keys]
            dims = [sparse_ops.sparse_tensor_to_dense(dim) if _is_sparse(dim) else dim for dim in dims]
            shape = array_ops.reshape(array_ops.stack(dims), [-1])
        if not _is_sparse(tensor):
            return tensor if shape is None else array_ops.reshape(tensor, shape)
        if shape is not None:
            tensor = sparse_ops.sparse_reshape(tensor, shape)
        return sparse_ops.sparse_tensor_to_dense(tensor, self._default_value)


class LookupTensor(Tensor):
    """A feature looked up in a table."""

    def __init__(self, tensor_key: Any, table: Any, shape_keys: Any = None, shape: Any = None,
                 default_value: Any = "") -> None:
        self._table = table
        super().__init__(tensor_key, shape_keys, shape, default_value)

    def tensors_to_item(self, keys_to_tensors: Any) -> Any:
        return self._table.lookup(super().tensors_to_item(keys_to_tensors))


class BackupHandler(ItemHandler):
    """A handler, and another for items that it leaves empty."""

    def __init__(self, handler: Any, backup: Any) -> None:
        for label, value in (("Primary", handler), ("Backup", backup)):
            if not isinstance(value, ItemHandler):
                raise ValueError(f"{label} handler is of type {type(value)} instead of ItemHandler")
        self._handler, self._backup = handler, backup
        super().__init__(handler.keys + backup.keys)

    def tensors_to_item(self, keys_to_tensors: Any) -> Any:
        item = self._handler.tensors_to_item(keys_to_tensors)
        is_empty = math_ops.equal(math_ops.reduce_prod_v1(array_ops.shape(item)), 0)
        return control_flow_ops.cond(pred=is_empty, true_fn=lambda: self._backup.tensors_to_item(keys_to_tensors),
                                     false_fn=lambda: item)


class SparseTensor(ItemHandler):
    """Indices and values of two features as one sparse tensor."""

    def __init__(self, indices_key: Any = None, values_key: Any = None, shape_key: Any = None, shape: Any = None,
                 densify: bool = False, default_value: Any = 0) -> None:
        self._indices_key, self._values_key = indices_key or "indices", values_key or "values"
        self._shape_key, self._shape = shape_key, shape
        self._densify, self._default_value = densify, default_value
        super().__init__([self._indices_key, self._values_key, *([shape_key] if shape_key else [])])

    def tensors_to_item(self, keys_to_tensors: Any) -> Any:
        indices, values = keys_to_tensors[self._indices_key], keys_to_tensors[self._values_key]
        if self._shape_key:
            shape = keys_to_tensors[self._shape_key]
            shape = sparse_ops.sparse_tensor_to_dense(shape) if _is_sparse(shape) else shape
        else:
            shape = self._shape or indices.dense_shape
        sizes: Any = array_ops.shape(indices.indices)
        rank = sizes[1]
        ids = math_ops.cast(indices.values, dtypes.int64)
        kept = array_ops.slice(indices.indices, [0, 0], array_ops.stack([-1, rank - 1]))
        joined = array_ops.concat([kept, array_ops.reshape(ids, [-1, 1])], 1)
        tensor = sparse_tensor.SparseTensor(joined, values.values, shape)
        return sparse_ops.sparse_tensor_to_dense(tensor, self._default_value) if self._densify else tensor


class Image(ItemHandler):
    """A picture, decoded as its format says."""

    def __init__(self, image_key: Any = None, format_key: Any = None, shape: Any = None, channels: int = 3,
                 dtype: Any = dtypes.uint8, repeated: bool = False, dct_method: str = "") -> None:
        self._image_key, self._format_key = image_key or "image/encoded", format_key or "image/format"
        super().__init__([self._image_key, self._format_key])
        self._shape, self._channels, self._dtype = shape, channels, dtype
        self._repeated, self._dct_method = repeated, dct_method

    def tensors_to_item(self, keys_to_tensors: Any) -> Any:
        buffer, kind = keys_to_tensors[self._image_key], keys_to_tensors[self._format_key]
        if self._repeated:
            return map_fn.map_fn(lambda one: self._decode(one, kind), buffer, dtype=self._dtype)
        return self._decode(buffer, kind)

    def _decode(self, buffer: Any, kind: Any) -> Any:
        def any_image() -> Any:
            return math_ops.cast(image_ops.decode_image(buffer, channels=self._channels), self._dtype)

        def jpeg() -> Any:
            found = image_ops.decode_jpeg(buffer, channels=self._channels, dct_method=self._dct_method)
            return math_ops.cast(found, self._dtype)

        def encoded() -> Any:
            return control_flow_ops.cond(image_ops.is_jpeg(buffer), jpeg, any_image, name="cond_jpeg")

        def raw() -> Any:
            return parsing_ops.decode_raw(buffer, out_type=self._dtype)

        lower = math_ops.equal(kind, "raw")
        is_raw = math_ops.logical_or(lower, math_ops.equal(kind, "RAW"))
        image = control_flow_ops.case([(is_raw, raw)], default=encoded, exclusive=True)
        image.set_shape([None, None, self._channels])
        return image if self._shape is None else array_ops.reshape(image, self._shape)


class TFExampleDecoder(DataDecoder):
    """Parses an example and hands its features to the items' handlers."""

    def __init__(self, keys_to_features: Any, items_to_handlers: Any) -> None:
        self._keys_to_features, self._items_to_handlers = keys_to_features, items_to_handlers

    def list_items(self) -> list[Any]:
        return list(self._items_to_handlers.keys())

    def decode(self, serialized_example: Any, items: Any = None) -> list[Any]:
        example = parsing_ops.parse_single_example(serialized_example, self._keys_to_features)
        for key in sorted(self._keys_to_features):
            feature = self._keys_to_features[key]
            if isinstance(feature, parsing_features.FixedLenFeature):
                example[key] = array_ops.reshape(example[key], feature.shape)
        outputs = []
        for item in items or self._items_to_handlers.keys():
            handler = self._items_to_handlers[item]
            outputs.append(handler.tensors_to_item({key: example[key] for key in handler.keys}))
        return outputs
