"""Which modules of Python and which other libraries have a model: import name -> where it is, loaded when asked for.

A name that isn't here is a library of which nothing is known.
"""

from __future__ import annotations

import importlib

from graphlint.sandbox.library import Library

_ROOT = "graphlint.libs."
# module here -> import name = object in it
_ROWS = {
    "numpy.library": "numpy=LIBRARY",
    "math": "math=MATH cmath=CMATH statistics=STATISTICS fractions=FRACTIONS decimal=DECIMAL numbers=NUMBERS",
    "random": "random=RANDOM secrets=SECRETS",
    "time": "time=TIME datetime=DATETIME timeit=TIMEIT calendar=CALENDAR",
    "os": "os=OS posixpath=PATH ntpath=PATH shutil=SHUTIL glob=GLOB fnmatch=FNMATCH subprocess=SUBPROCESS "
    "platform=PLATFORM getpass=GETPASS",
    "sys": "sys=SYS",
    "collections": "collections=COLLECTIONS heapq=HEAPQ bisect=BISECT queue=QUEUE Queue=QUEUE copy=COPY",
    "itertools": "itertools=ITERTOOLS",
    "functools": "functools=FUNCTOOLS operator=OPERATOR",
    "regex": "re=RE",
    "codecs": "json=JSON simplejson=JSON ujson=JSON pickle=PICKLE cPickle=PICKLE _pickle=PICKLE dill=PICKLE yaml=YAML "
    "csv=CSV joblib=JOBLIB ast=AST string=STRING textwrap=TEXTWRAP unicodedata=UNICODEDATA base64=BASE64 "
    "binascii=BINASCII hashlib=HASHLIB struct=STRUCT uuid=UUID pprint=PPRINT codecs=CODECS",
    "language": "__future__=FUTURE types=TYPES typing=TYPING typing_extensions=TYPING abc=ABC contextlib=CONTEXTLIB "
    "enum=ENUM weakref=WEAKREF gc=GC atexit=ATEXIT traceback=TRACEBACK locale=LOCALE importlib=IMPORTLIB "
    "pydoc=PYDOC",
    "dataclasses": "dataclasses=DATACLASSES",
    "inspect": "inspect=INSPECT",
    "versions": "distutils=DISTUTILS packaging=PACKAGING pkg_resources=PKG_RESOURCES",
    "six": "six=SIX future=FUTURE_UTILS",
    "argparse": "argparse=ARGPARSE",
    "optparse": "optparse=OPTPARSE getopt=GETOPT",
    "commands": "fire=FIRE click=CLICK docopt=DOCOPT",
    "absl": "absl=LIBRARY",
    "unittest": "unittest=UNITTEST",
    "quiet": "logging=LOGGING warnings=WARNINGS threading=THREADING multiprocessing=MULTIPROCESSING "
    "concurrent=CONCURRENT signal=SIGNAL _thread=THREAD thread=THREAD resource=RESOURCE",
    "data": "tqdm=TQDM easydict=EASYDICT",
    "sklearn": "sklearn=SKLEARN",
    "gym": "gym=GYM",
    "files": "io=IO StringIO=IO cStringIO=IO gzip=GZIP bz2=GZIP lzma=GZIP zipfile=ZIPFILE tarfile=TARFILE "
    "tempfile=TEMPFILE urllib=URLLIB urllib2=URLLIB pathlib=PATHLIB",
}
# libraries without a model whose results become arrays as soon as the script says their shape
DATA = frozenset(
    [
        "PIL", "cv2", "skimage", "imageio", "scipy", "pandas", "h5py", "matplotlib", "requests", "librosa",
        "nltk", "gensim", "networkx", "seaborn", "scikits", "soundfile", "wave", "mpi4py", "lmdb", "pycocotools",
        "moviepy", "numba", "torch", "torchvision", "keras_applications", "keras_preprocessing", "prettytensor",
        "tflearn", "tensorlayer", "sonnet", "horovod", "wandb", "visdom", "psutil", "pylab", "mpl_toolkits", "Image",
        "ipdb", "jieba", "sqlite3", "tables", "netCDF4", "nibabel", "SimpleITK", "pydicom", "vtk", "plotly", "bokeh",
        "cPickle_compat", "IPython", "boto3", "google", "zmq",
    ]
)  # fmt: skip
LIBRARIES: dict[str, str] = {
    name: f"{_ROOT}{module}:{attribute}"
    for module, row in _ROWS.items()
    for name, _, attribute in (entry.partition("=") for entry in row.split())
}


def load(name: str) -> Library | None:
    """The model of a top-level module; None where there is none."""
    if name in DATA:
        from graphlint.libs.data import data_library

        return data_library(name)
    place = LIBRARIES.get(name)
    if place is None:
        return None
    module, _, attribute = place.partition(":")
    found: Library = getattr(importlib.import_module(module), attribute)
    return found
