"""Shapes of contributed ops on images (tf.contrib.image, tf.contrib.resampler)."""

from __future__ import annotations

from graphlint.graph.graph import Dims

from .inference import InferenceContext
from .registry import shape
from .signatures import register
from .spatial import ranked, spelled_sizes

register("""
ImageProjectiveTransform, ImageConnectedComponents: -> =0
AdjustHsvInYiq: 3+ -> =0
ResamplerGrad: -> =0, =1
""")


@shape("ImageProjectiveTransformV2")
def projective_transform_shape(c: InferenceContext) -> list[Dims]:
    images = ranked(c, 0, 4)
    return [(images[0], *spelled_sizes(c, 2, 2), images[3])]


@shape("BipartiteMatch")
def bipartite_match_shape(c: InferenceContext) -> list[Dims]:
    rows, columns = ranked(c, 0, 2)
    return [(rows,), (columns,)]


@shape("Resampler")
def resampler_shape(c: InferenceContext) -> list[Dims]:
    data, warp = c.inputs[0].dims, c.inputs[1].dims
    return [None if warp is None or data is None else (*warp[:-1], *data[-1:])]
