"""Where the environments with real TensorFlow releases live, how one is made, and how a script is started in it.

It does not say what is run there; nor does anything in here import TensorFlow.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

HOME_VARIABLE = "GRAPHLINT_ORACLE_HOME"
INSIDE = Path(__file__).resolve().parent / "inside"

RELEASES = [
    "1.0.1",
    "1.1.0",
    "1.2.1",
    "1.3.0",
    "1.4.1",
    "1.5.1",
    "1.6.0",
    "1.7.1",
    "1.8.0",
    "1.9.0",
    "1.10.1",
    "1.11.0",
    "1.12.3",
    "1.13.2",
    "1.14.0",
    "1.15.5",
]
_PINS = ("numpy<1.17", "protobuf<3.18")
_EXTRA = {"1.15.5": ("tf_slim==1.1.0",)}
_PIP = "pip==21.3.1"


def home() -> Path:
    """The folder that holds one environment per release."""
    given = os.environ.get(HOME_VARIABLE)
    return Path(given).absolute() if given else Path.home() / ".cache" / "graphlint-oracle"


def full_release(release: str) -> str:
    """The release with its patch number: `1.15` is 1.15.5."""
    for known in RELEASES:
        if known == release or known.startswith(release + "."):
            return known
    raise ValueError(f"unknown TensorFlow release {release}; known: {', '.join(RELEASES)}")


def interpreter(release: str) -> Path:
    """The Python of an installed release."""
    python = home() / full_release(release) / "bin" / "python"
    if not python.exists():
        raise FileNotFoundError(
            f"no environment for TensorFlow {release} in {home()}; make it with "
            f"`python -m tests.oracle environment {release}`, or set {HOME_VARIABLE}"
        )
    return python


def installed(release: str) -> bool:
    """Whether there is an environment for the release."""
    return (home() / full_release(release) / "bin" / "python").exists()


def make(release: str) -> Path:
    """Make the environment of a release, from the CPython that the release needs; returns its Python."""
    known = full_release(release)
    folder = home() / known
    python = folder / "bin" / "python"
    environment = {**os.environ, "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
    if not python.exists():
        subprocess.run([_base_python("3.7" if known == "1.15.5" else "3.6"), "-m", "venv", str(folder)], check=True)
    pip = [str(python), "-m", "pip", "install", "-q"]
    subprocess.run([*pip, "-U", _PIP], check=True, env=environment)
    subprocess.run([*pip, f"tensorflow=={known}", *_PINS, *_EXTRA.get(known, ())], check=True, env=environment)
    return python


def _base_python(version: str) -> str:
    """A CPython of the wanted minor version, from PATH or from pyenv."""
    found = shutil.which(f"python{version}")
    if found and subprocess.run([found, "-c", ""], check=False, capture_output=True).returncode == 0:
        return found
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = sorted(root.glob(f"{version}.*/bin/python"))
    if not candidates:
        raise FileNotFoundError(f"TensorFlow needs CPython {version}, which is neither on PATH nor in pyenv")
    return str(candidates[-1])


def run_inside(release: str, script: str, *arguments: str, timeout: float = 900.0) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts of `inside/` under the Python of a release, in a folder that is removed afterwards.

    Paths among the arguments are absolute: what is run may write files of its own where it stands.
    """
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "", "PYTHONHASHSEED": "0"}
    environment["MPLBACKEND"] = "Agg"
    environment.pop("PYTHONPATH", None)
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(
            [str(interpreter(release)), str(INSIDE / script), *arguments],
            cwd=folder,
            env=environment,
            timeout=timeout,
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
        )
