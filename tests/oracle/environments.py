"""Where the environments with real TensorFlow releases live, and how a script is started in one of them.

It does not say what is run there; nor does anything in here import TensorFlow.
"""

import os
import subprocess
from pathlib import Path

HOME_VARIABLE = "GRAPHLINT_ORACLE_HOME"
INSIDE = Path(__file__).parent / "inside"


def home() -> Path:
    """The folder that holds one environment per release."""
    given = os.environ.get(HOME_VARIABLE)
    return Path(given) if given else Path.home() / ".cache" / "graphlint-oracle"


def interpreter(release: str) -> Path:
    """The Python of an installed release; a prefix such as `1.15` stands for its newest patch."""
    found = sorted(path for path in home().glob(f"{release}*") if (path / "bin" / "python").exists())
    exact = [path for path in found if path.name == release or path.name.startswith(release + ".")]
    if not exact:
        raise FileNotFoundError(f"no environment for TensorFlow {release} in {home()} (set {HOME_VARIABLE} or make one)")
    return exact[-1] / "bin" / "python"


def run_inside(release: str, script: str, *arguments: str, timeout: float = 900.0) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts of `inside/` under the Python of a release."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "", "PYTHONHASHSEED": "0"}
    environment.pop("PYTHONPATH", None)
    return subprocess.run(
        [str(interpreter(release)), str(INSIDE / script), *arguments],
        env=environment,
        timeout=timeout,
        check=False,
        capture_output=True,
        text=True,
    )
