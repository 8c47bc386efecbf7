"""Convolution layers (keras/layers/convolutional.py): the names of its siblings."""

from __future__ import annotations

from .convolutional_plain import Conv as Conv
from .convolutional_plain import Conv1D as Conv1D
from .convolutional_plain import Conv2D as Conv2D
from .convolutional_plain import Conv3D as Conv3D
from .convolutional_separable import DepthwiseConv2D as DepthwiseConv2D
from .convolutional_separable import SeparableConv as SeparableConv
from .convolutional_separable import SeparableConv1D as SeparableConv1D
from .convolutional_separable import SeparableConv2D as SeparableConv2D
from .convolutional_transpose import Conv2DTranspose as Conv2DTranspose
from .convolutional_transpose import Conv3DTranspose as Conv3DTranspose
from .spatial import Cropping1D as Cropping1D
from .spatial import Cropping2D as Cropping2D
from .spatial import Cropping3D as Cropping3D
from .spatial import UpSampling1D as UpSampling1D
from .spatial import UpSampling2D as UpSampling2D
from .spatial import UpSampling3D as UpSampling3D
from .spatial import ZeroPadding1D as ZeroPadding1D
from .spatial import ZeroPadding2D as ZeroPadding2D
from .spatial import ZeroPadding3D as ZeroPadding3D

Convolution1D, Convolution2D, Convolution3D = Conv1D, Conv2D, Conv3D
Convolution2DTranspose, Convolution3DTranspose = Conv2DTranspose, Conv3DTranspose
SeparableConvolution1D, SeparableConvolution2D = SeparableConv1D, SeparableConv2D
