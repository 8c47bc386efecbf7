"""The networks of `tf_slim.nets`: which entries are traced, their files, and goldens in a compact form.

A golden row is `[name, type, [inputs], [[dtype, shape] of each output]]`; attrs are not kept. The files are read from
the installed package, which is found but never imported (it would import TensorFlow).
"""

import json
import lzma
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

GOLDENS = Path(__file__).with_name("goldens.tf1.15.json.xz")
_SIZES = {"inception_v3": 299, "overfeat": 231}
_NETWORKS = {
    "alexnet": ("alexnet_v2", "alexnet_v2_arg_scope"),
    "vgg": ("vgg_a vgg_16 vgg_19", "vgg_arg_scope"),
    "overfeat": ("overfeat", "overfeat_arg_scope"),
    "inception_v1": ("inception_v1", "inception_v1_arg_scope"),
    "inception_v2": ("inception_v2", "inception_v2_arg_scope"),
    "inception_v3": ("inception_v3", "inception_v3_arg_scope"),
    "resnet_v1": ("resnet_v1_50 resnet_v1_101", "resnet_arg_scope"),
    "resnet_v2": ("resnet_v2_50 resnet_v2_152", "resnet_arg_scope"),
}
# the deepest networks repeat the blocks of the others: their plain training form is enough
_DEEP = ("_101", "_152")


def cases() -> dict[str, tuple[str, str]]:
    """Case -> file and entry."""
    found = {}
    for module, (networks, scope) in _NETWORKS.items():
        for network in networks.split():
            size = _SIZES.get(network, 224)
            call = f'{network}(tensor("float32[?,{size},{size},3]"), 10'
            found[network] = f"{module}.py", f"{call})"
            if not network.endswith(_DEEP):
                found[f"{network}, inference"] = f"{module}.py", f"{call}, is_training=False)"
                found[f"{network}, arg scope"] = f"{module}.py", f"with arg_scope({scope}()): {call})"
    return found


def installed() -> Path | None:
    """The folder of the networks, where tf_slim is installed."""
    spec = find_spec("tf_slim")
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    return next((Path(place) / "nets" for place in places if (Path(place) / "nets" / "vgg.py").exists()), None)


def copied(folder: Path) -> Path:
    """A copy of the networks' package in a folder of its own, without the rest of tf_slim."""
    nets = installed()
    assert nets is not None
    target = folder / "tf_slim" / "nets"
    target.mkdir(parents=True)
    for path in nets.glob("*.py"):
        if not path.stem.endswith("_test"):
            shutil.copy(path, target)
    return target


def compact(graphs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The graphs that have ops, without attrs, devices and sources."""
    return [
        {
            "ops": [[op["name"], op["op"], op["inputs"], [[out["dtype"], out["shape"]] for out in op["outputs"]]]
                    for op in graph["ops"]],
            "variables": [[v["name"], v["shape"], v["dtype"], v["trainable"]] for v in graph["variables"]],
            "collections": dict(sorted(graph["collections"].items())),
        }
        for graph in graphs if graph["ops"]
    ]


def read() -> dict[str, Any]:
    """Case -> compact graphs."""
    found: dict[str, Any] = json.loads(lzma.decompress(GOLDENS.read_bytes()))
    return found


def write(goldens: dict[str, Any]) -> None:
    text = json.dumps(goldens, separators=(",", ":"), sort_keys=True)
    GOLDENS.write_bytes(lzma.compress(text.encode("utf8"), preset=9))
