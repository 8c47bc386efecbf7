"""Networks for images with their ImageNet weights (tensorflow.python.keras.applications)."""

from .densely_connected import DenseNet121, DenseNet169, DenseNet201
from .imagenet_utils import decode_predictions, preprocess_input
from .inception import InceptionResNetV2, InceptionV3
from .mobile import MobileNet, MobileNetV2
from .residual import ResNet50, ResNet50V2, ResNet101, ResNet101V2, ResNet152, ResNet152V2
from .searched import NASNetLarge, NASNetMobile
from .separable import Xception
from .vgg import VGG16, VGG19

__all__ = [
    "VGG16", "VGG19", "DenseNet121", "DenseNet169", "DenseNet201", "InceptionResNetV2", "InceptionV3", "MobileNet",
    "MobileNetV2", "NASNetLarge", "NASNetMobile", "ResNet50", "ResNet50V2", "ResNet101", "ResNet101V2", "ResNet152",
    "ResNet152V2", "Xception", "decode_predictions", "preprocess_input",
]
