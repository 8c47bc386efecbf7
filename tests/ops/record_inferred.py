"""Records what TensorFlow infers for random inputs of every op: `python -m tests.ops.record_inferred` (needs an oracle).

A few ops crash TensorFlow on odd attrs; recording goes on behind them.
"""

from __future__ import annotations

import json
import lzma
import sys
import tempfile
from pathlib import Path
from typing import Any

from graphlint.ops.opdef import names
from tests.ops.hand_cases import CASES
from tests.ops.replay import RECORDED
from tests.oracle.environments import run_inside

EACH, OF_COMMON, LONGEST = 9, 54, 1500
COMMON_OPS = """
Add Sub Mul RealDiv Maximum MatMul BatchMatMulV2 Sum Mean Max ArgMax Reshape Transpose ConcatV2 Pack Unpack Split SplitV
Slice StridedSlice Pad PadV2 MirrorPad Tile ExpandDims Squeeze Fill OneHot Range Gather GatherV2 GatherNd ScatterNd
Select SelectV2 AddN Cast Cumsum BroadcastTo ReverseV2 ReverseSequence SpaceToBatchND BatchToSpaceND DepthToSpace
SpaceToDepth Merge Switch Assign AssignAdd ScatterUpdate ScatterAdd RandomUniform TopKV2 UnsortedSegmentSum SegmentSum
DynamicPartition DynamicStitch SparseToDense MatrixDiag MatrixSetDiag MatrixTriangularSolve Cholesky Where Equal Einsum
LinSpace Placeholder PlaceholderWithDefault ReadVariableOp AssignVariableOp ResourceGather StringJoin TensorArrayReadV3
TensorArrayGatherV3 TensorArrayWriteV3 TensorArrayScatterV3 Multinomial SparseTensorDenseMatMul HistogramFixedWidth
Bincount RFFT
"""
COMMON = frozenset(COMMON_OPS.split())
LEFT_OUT = ("LoadTPU", "RetrieveTPU", "_")


def record(ops: list[str], count: int) -> list[list[Any]]:
    """The cases of some ops, with what TensorFlow said."""
    found: list[list[Any]] = []
    left = list(ops)
    with tempfile.TemporaryDirectory() as folder:
        while left:
            out = Path(folder) / "out.jsonl"
            out.unlink(missing_ok=True)
            done = run_inside("1.15", "infer_ops.py", str(out), str(count), *left)
            lines = [json.loads(line) for line in out.read_text().splitlines() if line.endswith("]")]
            found += [line for line in lines if line[0] != "start"]
            if not done.returncode:
                break
            crashed = lines[-1][1] if lines[-1][0] == "start" else lines[-1][0]
            print(f"{crashed} ended TensorFlow with status {done.returncode}")
            left = left[left.index(crashed) + 1 :]
    return found


def record_given(given: list[list[Any]]) -> list[list[Any]]:
    """Given cases, with what TensorFlow said."""
    with tempfile.TemporaryDirectory() as folder:
        cases, out = Path(folder) / "cases.json", Path(folder) / "out.jsonl"
        cases.write_text(json.dumps(given))
        run_inside("1.15", "infer_ops.py", str(out), str(cases))
        return [json.loads(line) for line in out.read_text().splitlines()]


def main() -> int:
    ops = sorted(name for name in names() if not name.startswith(LEFT_OUT))
    cases = record([op for op in ops if op not in COMMON], EACH) + record(sorted(COMMON), OF_COMMON)
    cases += record_given(CASES)
    lines = [json.dumps(case, separators=(",", ":")) for case in sorted(cases, key=lambda case: str(case[0]))]
    kept = [line for line in lines if len(line) < LONGEST]
    RECORDED.write_bytes(lzma.compress("\n".join(kept).encode(), preset=9))
    print(f"{len(kept)} cases, {RECORDED.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
