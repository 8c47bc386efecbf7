"""What takes the place of a name or an argument that a release doesn't have, as far as the recorded facts tell.

Names of before 1.0, which no recorded release has, stand here in a table. Not here: how findings word it.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from graphlint.graph.releases import NEWEST, Version

from . import facts, history
from .signatures import Signature

_PREFIXES = ("tensorflow.compat.", "tf_slim", "tensorflow.python.", "tensorflow.raw_ops")

# names below `tensorflow` of before 1.0, or of some releases only -> what has their place
_RENAMED = {
    "mul": "multiply", "sub": "subtract", "neg": "negative", "inv": "reciprocal", "pack": "stack", "unpack": "unstack",
    "select": "where", "listdiff": "setdiff1d", "list_diff": "setdiff1d", "complex_abs": "abs", "concat_v2": "concat",
    "batch_matmul": "matmul", "batch_cholesky": "cholesky", "batch_cholesky_solve": "cholesky_solve",
    "batch_fft": "fft", "batch_fft2d": "fft2d", "batch_fft3d": "fft3d", "batch_ifft": "ifft", "batch_ifft2d": "ifft2d",
    "batch_ifft3d": "ifft3d", "batch_matrix_band_part": "matrix_band_part", "batch_svd": "svd",
    "batch_matrix_determinant": "matrix_determinant", "batch_matrix_diag": "matrix_diag",
    "batch_matrix_diag_part": "matrix_diag_part", "batch_matrix_inverse": "matrix_inverse",
    "batch_matrix_set_diag": "matrix_set_diag", "batch_matrix_solve": "matrix_solve",
    "batch_matrix_solve_ls": "matrix_solve_ls", "batch_matrix_transpose": "matrix_transpose",
    "batch_matrix_triangular_solve": "matrix_triangular_solve", "batch_self_adjoint_eig": "self_adjoint_eig",
    "batch_self_adjoint_eigvals": "self_adjoint_eigvals", "scalar_summary": "summary.scalar",
    "histogram_summary": "summary.histogram", "image_summary": "summary.image", "audio_summary": "summary.audio",
    "merge_summary": "summary.merge", "merge_all_summaries": "summary.merge_all", "types": "dtypes",
    "train.SummaryWriter": "summary.FileWriter", "image.per_image_whitening": "image.per_image_standardization",
    "image.random_crop": "random_crop", "nn.rnn": "nn.static_rnn", "nn.bidirectional_rnn": "nn.static_bidirectional_rnn",
    "nn.state_saving_rnn": "nn.static_state_saving_rnn", "nn.seq2seq": "contrib.legacy_seq2seq",
    "nn.rnn_cell": "contrib.rnn", "nn.static_rnn": "contrib.rnn.static_rnn", "data": "contrib.data",
    "keras": "contrib.keras", "distributions": "contrib.distributions",
}  # fmt: skip
# arguments that had several names over time
_SYNONYMS = (
    ("keepdims", "keep_dims"),
    ("axis", "dim", "dimension", "reduction_indices", "squeeze_dims", "concat_dim", "split_dim", "seq_dim", "axes"),
    ("batch_axis", "batch_dim"),
    ("seq_axis", "seq_dim"),
    ("labels", "targets"),
    ("filters", "filter"),
    ("weights", "weight"),
    ("seed", "random_seed"),
    ("training", "is_training"),
    ("learning_rate", "lr"),
)


def of_name(module: str, name: str, version: Version) -> str | None:
    """The public name that a release has in the place of one that it lacks, written as `tf.random_uniform`."""
    found = next(_alternatives(module, name, version), None)
    return found and _short(found)


def _alternatives(module: str, name: str, version: Version) -> Iterator[str]:
    yield from _renamed(f"{module}.{name}", version)
    yield from sorted(_aliases(module, name, version), key=_plainness)
    elsewhere = [path for path in _paths_by_last().get(name, ()) if _has(path, version)]
    yield from sorted(elsewhere, key=_plainness)


def _renamed(path: str, version: Version) -> Iterator[str]:
    new = _RENAMED.get(path.removeprefix("tensorflow."))
    if new is not None and _has(f"tensorflow.{new}", version):
        yield f"tensorflow.{new}"


def _aliases(module: str, name: str, version: Version) -> Iterator[str]:
    """Other public names of the same object."""
    entry = (facts.public_table(module) or {}).get(name)
    if not isinstance(entry, str) or entry[0] not in "fc":
        return
    home = _home(entry, name)
    for other in facts.public_modules():
        if not other.startswith(_PREFIXES):
            for alias, place in (facts.public_table(other) or {}).items():
                if isinstance(place, str) and place[0] in "fc" and _home(place, alias) == home:
                    path = f"{other}.{alias}"
                    if _has(path, version):
                        yield path


def _home(entry: str, name: str) -> tuple[str, str]:
    place, _, other = entry.partition(":")
    return place, other or name


@cache
def _paths_by_last() -> dict[str, list[str]]:
    """name -> all public names of 1.15 that end in it."""
    found: dict[str, list[str]] = {}
    for module in facts.public_modules():
        if not module.startswith(_PREFIXES):
            for name in facts.public_table(module) or {}:
                found.setdefault(name, []).append(f"{module}.{name}")
    return found


def _has(path: str, version: Version) -> bool:
    """Whether a release has a public name and all modules on its way."""
    parent, _, name = path.rpartition(".")
    known = facts.public_table(parent)
    if known is None or (name not in known and version >= NEWEST):
        return False
    while parent and version < NEWEST:
        if not history.has_name(parent, name, version):
            return False
        parent, _, name = parent.rpartition(".")
    return True


def _plainness(path: str) -> tuple[bool, int, int, str]:
    return ".contrib." in path, path.count("."), len(path), path


def _short(path: str) -> str:
    return "tf." + path.removeprefix("tensorflow.")


def near(module: str, name: str, version: Version) -> str | None:
    """A name of the module that is spelt almost alike."""
    known = [other for other in facts.public_table(module) or facts.inner_table(module) or () if
             version >= NEWEST or history.has_name(module, other, version)]  # fmt: skip
    found = get_close_matches(name, known, 1)
    return f"{module}.{found[0]}" if found else None


def of_argument(name: str, signature: Signature) -> str | None:
    """The parameter that has the place of an argument which a function doesn't take."""
    for names in _SYNONYMS:
        if name in names:
            known = [other for other in names if other in signature.names]
            if len(known) == 1:
                return known[0]
    found = get_close_matches(name, [other for other in signature.names if other != "self"], 1, 0.75)
    return found[0] if found else None
