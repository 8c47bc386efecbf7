"""Stand-ins for third-party libraries that scripts import and an oracle's environment lacks.

Everything asked of them answers with another stand-in; they have no shapes and no values.
Runs under an oracle's own Python.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from typing import Any, Dict, List, Optional
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
    "mpi4py",
    "dateutil",
    "ppaquette_gym_doom",
    "redis",
    "lxml",
    "universe",
    "go_vncdriver",
    "sumolib",
    "traci",
    "yahoo_finance",
    "pandas_datareader",
    "quandl",
    "docopt",
    "termcolor",
    "colorama",
    "mido",
    "pretty_midi",
    "xgboost",
    "lightgbm",
    "statsmodels",
    "spacy",
    "tkinter",
    "Tkinter",
    "vizdoom",
    "minecraft_py",
    "rospy",
    "serial",
    "wandb",
    "sacred",
]


_PARTS = {"gym": ("core", "spaces", "wrappers"), "gym.spaces": ("box", "discrete")}


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


def _shuffled(*arrays: Any, **_: Any) -> Any:
    """What `sklearn.utils.shuffle` answers: as many arrays as it is given."""
    return arrays[0] if len(arrays) == 1 else list(arrays)


def _train_and_test(*arrays: Any, test_size: Any = None, train_size: Any = None, **_: Any) -> Any:
    """What `train_test_split` answers: of each array the first part and the rest."""
    parts: List[Any] = []
    for array in arrays:
        try:
            count = len(array)
            tested = _part(0.25 if test_size is None and train_size is None else test_size, count)
            trained = count - tested if train_size is None else _part(train_size, count, up=False)
            parts += [array[:trained], array[trained : trained + (tested or count)]]
        except TypeError:
            parts += [MagicMock(), MagicMock()]
    return parts


def _part(size: Any, count: int, up: bool = True) -> int:
    if size is None:
        return 0
    if isinstance(size, float):
        return int(np.ceil(size * count) if up else np.floor(size * count))
    return int(size)


_SKLEARN: Dict[str, Dict[str, Any]] = {
    "sklearn.utils": {"shuffle": _shuffled},
    "sklearn.model_selection": {"train_test_split": _train_and_test},
    "sklearn.cross_validation": {"train_test_split": _train_and_test},
}


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
        vars(module).update(_SKLEARN.get(module.__spec__.name, {}))
        name = module.__spec__.name
        for part in _PARTS.get(name, ()):
            setattr(module, part, importlib.import_module(name + "." + part))


def install() -> None:
    """Answer imports that nothing else answers."""
    sys.meta_path.append(_Finder())
