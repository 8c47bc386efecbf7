"""The other commands, on small scripts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from graphlint.cli.main import main

SCRIPT = """\
import tensorflow as tf
x = tf.placeholder(tf.float32, [None, 4], name="x")
with tf.variable_scope("head"):
    y = tf.layers.dense(x, 3, name="out")
"""
LIBRARY = "import tensorflow as tf\ndef model(images, n):\n    return tf.layers.dense(images, n, name='d')\n"


@pytest.fixture
def script(tmp_path: Path) -> str:
    path = tmp_path / "model.py"
    path.write_text(SCRIPT)
    return str(path)


def test_graph_json(script: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", script, "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["schema"], report["tf"], report["status"], report["reason"], report["at"]) == (
        1, "1.15", "complete", None, None)
    (graph,) = report["graphs"]
    last = graph["ops"][-1]
    assert (last["name"], last["op"], last["inputs"]) == (
        "head/out/BiasAdd", "BiasAdd", ["head/out/MatMul:0", "head/out/bias/read:0"])
    assert last["outputs"] == [{"dtype": "float32", "shape": [None, 3], "dims": ["B", "3"]}]
    assert last["source"][0]["line"] == 4
    assert [v["name"] for v in graph["variables"]] == ["head/out/kernel", "head/out/bias"]
    assert graph["collections"]["trainable_variables"] == ["head/out/kernel:0", "head/out/bias:0"]


def test_graph_tree(script: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph", script]) == 0
    assert "head/" in capsys.readouterr().out


def test_graph_says_where_it_stopped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "model.py"
    path.write_text("import tensorflow as tf\na = tf.zeros([2])\nb = a + tf.zeros([3])\nc = tf.zeros([4])\n")
    assert main(["graph", str(path), "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["status"] == "error"
    assert report["at"]["line"] == 3
    assert [op["name"] for op in report["graphs"][0]["ops"]] == ["zeros", "zeros_1"]


def test_entry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "model.py"
    path.write_text(LIBRARY)
    assert main(["vars", str(path), "--entry", 'model(tensor("float32[?,8]"), 5)', "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["variables"]
    assert [(row["name"], row["shape"], row["parameters"]) for row in rows] == [("d/kernel", [8, 5], 40), ("d/bias", [5], 5)]


def test_shapes(script: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shapes", script]) == 0
    out = capsys.readouterr().out
    assert "[?,4] = [B,4]" in out
    assert "15 parameters" in out


def test_shapes_tell_what_is_trained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "model.py"
    path.write_text("import tensorflow as tf\nx = tf.placeholder(tf.float32, [None, 4])\n"
                    "y = tf.layers.batch_normalization(tf.layers.dense(x, 3), training=True)\n")
    assert main(["shapes", str(path)]) == 0
    assert "27 parameters, 21 of them trainable" in capsys.readouterr().out


def test_vars(script: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vars", script]) == 0
    assert "2 variables, 15 parameters, 15 of them trainable" in capsys.readouterr().out


def test_run(script: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", script, "--fetch", "head/out/BiasAdd", "--feed", "x=zeros"]) == 0
    assert "head/out/BiasAdd:0: float32[2, 3]" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "text"), [
    (["--fetch", "head/out/BiasAdd"], "'x'"),
    (["--fetch", "head/aut/BiasAdd", "--feed", "x=zeros"], "did you mean"),
    (["--fetch", "head/out/BiasAdd", "--feed", "x"], "NAME=FILE.npy"),
])
def test_run_tells_what_is_wrong(script: str, capsys: pytest.CaptureFixture[str], arguments: list[str], text: str) -> None:
    assert main(["run", script, *arguments]) == 2
    assert text in capsys.readouterr().err


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "GL301"]) == 0
    assert main(["explain", "batch-mixing"]) == 0
    assert "straddle" in capsys.readouterr().out
    assert main(["explain", "GL999"]) == 2


def test_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    assert "GL101  scope-split" in capsys.readouterr().out


def test_other_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "model.py"
    path.write_text("import tensorflow as tf\nx = tf.zeros([2, 3])\nfor _ in range(2):\n    x = tf.layers.dense(x, 3)\n")
    assert main(["graph", str(path), "--tf", "1.4", "--format", "json"]) == 0
    names = [op["name"] for op in json.loads(capsys.readouterr().out)["graphs"][0]["ops"]]
    assert "dense_1/kernel" in names
    assert "dense_2/MatMul" in names


def test_the_folder_it_is_started_in_lends_no_modules(tmp_path: Path) -> None:
    for name in ("math", "ast", "json", "numpy"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('ran')")
    (tmp_path / "model.py").write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, "-m", "graphlint", "vars", "model.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "head/out/kernel" in done.stdout


def test_files_that_dont_mention_tensorflow_load_no_model_and_no_numpy(tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text("x = 1\n")
    asked = "import sys; from graphlint.cli.main import main; main(['.']); print([n for n in sys.modules if 'numpy' in n])"
    done = subprocess.run([sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "[]", done.stdout + done.stderr
