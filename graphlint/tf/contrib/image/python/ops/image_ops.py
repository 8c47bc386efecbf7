"""Geometric transforms of images (contrib/image/python/ops/image_ops.py): projective ones, matches, components."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphlint.graph import dtypes
from graphlint.graph.graph import Tensor
from graphlint.tf import gen
from graphlint.tf.convert import convert
from graphlint.tf.python.framework import constant_op, ops, tensor_util
from graphlint.tf.python.ops import array_ops, control_flow_ops, math_ops

_DTYPES = ("uint8", "int32", "int64", "float16", "float32", "float64")


def _rank(tensor: Any, otherwise: str | None = None) -> int:
    """The rank that TensorFlow knows. ValueError (as of `len`), or TypeError with the given text, where it knows none."""
    if tensor.dims is not None:
        return len(tensor.dims)
    if otherwise is None:
        raise ValueError("Cannot take the length of shape with unknown rank.")
    raise TypeError(otherwise)


def _batched(images: Any) -> tuple[Any, Callable[[Any], Any]]:
    """Images with a batch axis, and what takes the axes that were added away again."""
    if images.dtype.base_dtype.name not in _DTYPES:
        raise TypeError(f"Invalid dtype {images.dtype}.")
    rank = _rank(images, "image_or_images rank must be statically known")
    if rank == 2:
        return images[None, :, :, None], lambda output: output[0, :, :, 0]
    if rank == 3:
        return images[None, :, :, :], lambda output: output[0, :, :, :]
    if rank == 4:
        return images, lambda output: output
    raise TypeError("Images should have rank between 2 and 4.")


def rotate(images: Any, angles: Any, interpolation: Any = "NEAREST", name: Any = None) -> Any:
    with ops.name_scope(name, "rotate"):
        batch, unbatched = _batched(convert(images))
        height, width = (math_ops.cast(array_ops.shape(batch)[axis], dtypes.float32)[None] for axis in (1, 2))
        turned = transform(batch, angles_to_projective_transforms(angles, height, width), interpolation=interpolation)
        return unbatched(turned)


def translate(images: Any, translations: Any, interpolation: Any = "NEAREST", name: Any = None) -> Any:
    with ops.name_scope(name, "translate"):
        return transform(images, translations_to_projective_transforms(translations), interpolation=interpolation)


def angles_to_projective_transforms(angles: Any, image_height: Any, image_width: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "angles_to_projective_transforms"):
        angles = convert(angles, dtypes.float32, "angles")
        rank = _rank(angles)
        if rank > 1:
            raise TypeError("Angles should have rank 0 or 1.")
        if rank == 0:
            angles = angles[None]
        cos, sin = math_ops.cos, math_ops.sin
        across = image_width - 1
        inner = cos(angles) * (image_width - 1)
        x_offset = (across - (inner - sin(angles) * (image_height - 1))) / 2.0
        down = image_height - 1
        inner = sin(angles) * (image_width - 1)
        y_offset = (down - (inner + cos(angles) * (image_height - 1))) / 2.0
        count = array_ops.shape(angles)[0]
        columns = [cos(angles)[:, None], -sin(angles)[:, None], x_offset[:, None],
                   sin(angles)[:, None], cos(angles)[:, None], y_offset[:, None]]
        return array_ops.concat([*columns, array_ops.zeros((count, 2), dtypes.float32)], axis=1)  # type: ignore[no-any-return]


def translations_to_projective_transforms(translations: Any, name: Any = None) -> Tensor:
    with ops.name_scope(name, "translations_to_projective_transforms"):
        translations = convert(translations, dtypes.float32, "translations")
        rank = _rank(translations, "translation_or_translations rank must be statically known")
        if rank not in (1, 2):
            raise TypeError("Translations should have rank 1 or 2.")
        if rank == 1:
            translations = translations[None]
        count = array_ops.shape(translations)[0]
        ones, zeros = array_ops.ones, array_ops.zeros
        return array_ops.concat([  # type: ignore[no-any-return]
            ones((count, 1), dtypes.float32), zeros((count, 1), dtypes.float32), -translations[:, 0, None],
            zeros((count, 1), dtypes.float32), ones((count, 1), dtypes.float32), -translations[:, 1, None],
            zeros((count, 2), dtypes.float32)], axis=1)


def transform(images: Any, transforms: Any, interpolation: Any = "NEAREST", output_shape: Any = None,
              name: Any = None) -> Any:
    with ops.name_scope(name, "transform"):
        images = convert(images, None, "images")
        transforms = convert(transforms, dtypes.float32, "transforms")
        batch, unbatched = _batched(images)
        if output_shape is None:
            output_shape = array_ops.shape(batch)[1:3]
            known = tensor_util.constant_value(output_shape)
            output_shape = output_shape if known is None else known
        output_shape = convert(output_shape, dtypes.int32, "output_shape")
        if not output_shape.get_shape().is_compatible_with([2]):
            raise ValueError("output_shape must be a 1-D Tensor of 2 elements: new_height, new_width")
        rank = _rank(transforms)
        if rank not in (1, 2):
            raise TypeError("Transforms should have rank 1 or 2.")
        if rank == 1:
            transforms = transforms[None]
        return unbatched(gen.ImageProjectiveTransformV2(batch, transforms, output_shape, interpolation=interpolation.upper()))


def compose_transforms(*transforms: Any) -> Any:
    if not transforms:
        raise AssertionError("transforms cannot be empty")
    with ops.name_scope("compose_transforms"):
        composed = flat_transforms_to_matrices(transforms[0])
        for other in transforms[1:]:
            composed = math_ops.matmul(composed, flat_transforms_to_matrices(other))
        return matrices_to_flat_transforms(composed)


def flat_transforms_to_matrices(transforms: Any) -> Tensor:
    with ops.name_scope("flat_transforms_to_matrices"):
        transforms = convert(transforms, None, "transforms")
        if transforms.get_shape().ndims not in (1, 2):
            raise ValueError(f"Transforms should be 1D or 2D, got: {transforms}")
        flat = array_ops.reshape(transforms, constant_op.constant([-1, 8]))
        count = array_ops.shape(flat)[0]
        matrices = array_ops.concat([flat, array_ops.ones([count, 1])], axis=1)
        return array_ops.reshape(matrices, constant_op.constant([-1, 3, 3]))


def matrices_to_flat_transforms(transform_matrices: Any) -> Any:
    with ops.name_scope("matrices_to_flat_transforms"):
        matrices = convert(transform_matrices, None, "transform_matrices")
        if matrices.get_shape().ndims not in (2, 3):
            raise ValueError(f"Matrices should be 2D or 3D, got: {matrices}")
        transforms = array_ops.reshape(matrices, constant_op.constant([-1, 9]))
        transforms /= transforms[:, 8:9]
        return transforms[:, :8]


def bipartite_match(distance_mat: Any, num_valid_rows: Any, top_k: Any = -1, name: Any = "bipartite_match") -> Any:
    return gen.BipartiteMatch(distance_mat, num_valid_rows, top_k=top_k, name=name)


def connected_components(images: Any) -> Any:
    with ops.name_scope("connected_components"):
        given = convert(images, None, "images")
        rank = _rank(given)
        if rank not in (2, 3):
            raise TypeError(f"images should have rank 2 (HW) or 3 (NHW). Static shape is {given.get_shape()}")
        components = gen.ImageConnectedComponents(given[None, :, :] if rank == 2 else given)
        unique_ids, id_index = array_ops.unique(array_ops.reshape(components, [-1]))
        zeros = array_ops.where_v2(math_ops.equal(unique_ids, 0))[:, 0]
        numbers = math_ops.range(array_ops.shape(unique_ids)[0] - array_ops.shape(zeros)[0]) + 1

        def around_zero() -> Tensor:
            at = math_ops.cast(zeros[0], dtypes.int32)
            return array_ops.concat([numbers[:at], [0], numbers[at:]], axis=0)  # type: ignore[no-any-return]

        none = math_ops.equal(array_ops.shape(zeros)[0], 0)
        new_ids = control_flow_ops.cond(none, lambda: numbers, around_zero)
        components = array_ops.reshape(array_ops.gather(new_ids, id_index), array_ops.shape(components))
        return components[0, :, :] if rank == 2 else components  # type: ignore[index]
