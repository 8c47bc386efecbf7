"""Stand-ins for third-party libraries that scripts import and an oracle's environment lacks.

Everything asked of them answers with another stand-in; they have no shapes and no values.
Runs under an oracle's own Python.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from typing import Any, Optional
from unittest.mock import MagicMock

import numpy as np

import gym_stand_in

_NAMES = [
    "matplotlib",
    "pylab",
    "mpl_toolkits",
    "PIL",
    "cv2",
    "scipy",
    "sklearn",
    "skimage",
    "pandas",
    "tqdm",
    "requests",
    "gym",
    "nltk",
    "seaborn",
    "IPython",
    "imageio",
    "wget",
    "librosa",
    "pydot",
    "prettytable",
    "progressbar",
    "tabulate",
    "yaml",
    "ipdb",
    "tensorboardX",
    "sonnet",
    "tensorlayer",
    "tflearn",
    "keras",
    "jieba",
    "gensim",
    "moviepy",
    "pygame",
    "networkx",
    "pycocotools",
    "h5py",
    "visdom",
    "bs4",
    "psutil",
    "boto3",
    "zmq",
    "mujoco_py",
    "roboschool",
    "baselines",
    "soundfile",
    "python_speech_features",
    "plotly",
    "bokeh",
    "easydict",
    "dill",
    "joblib",
    "mxnet",
    "torch",
    "torchvision",
    "theano",
    "lasagne",
    "edward",
    "sympy",
    "lmdb",
]


class _Module(MagicMock):
    __path__: Any = []
    __file__ = "<stand-in>"

    def _get_child_mock(self, **kwargs: Any) -> Any:
        return MagicMock(**kwargs)


def _subplots(rows: int = 1, columns: int = 1, *_: Any, **kwargs: Any) -> Any:
    """A figure and as many axes as are asked for: scripts unpack and index them."""
    axes = np.empty((kwargs.get("nrows", rows), kwargs.get("ncols", columns)), object)
    for place in np.ndindex(*axes.shape):
        axes[place] = MagicMock()
    return MagicMock(), axes.squeeze() if axes.size > 1 else axes.item()


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Optional[Any]:
        if fullname.split(".")[0] not in _NAMES:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: Any) -> Any:
        return _Module(name=spec.name)

    def exec_module(self, module: Any) -> None:
        if module.__spec__.name == "matplotlib.pyplot":
            module.subplots = _subplots
        vars(module).update(gym_stand_in.NAMES.get(module.__spec__.name, {}))
        if module.__spec__.name == "gym":
            for part in ("core", "spaces", "wrappers"):
                setattr(module, part, importlib.import_module("gym." + part))


def install() -> None:
    """Answer imports that nothing else answers."""
    sys.meta_path.append(_Finder())
