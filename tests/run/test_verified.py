"""Whole graphs of the probe programs, run: what comes out of each op has the predicted shape and dtype."""

import pytest

from graphlint.graph import stack
from graphlint.run.verify import verify_shapes
from tests.oracle.probe_cases import cases
from tests.oracle.probe_runs import run_plainly

# (probe file, how many outputs are compared at least)
PROBES = {
    "c01_control_flow": 2500,
    "l01_layers_basic": 1500,
    "l02_batchnorm": 1500,
    "m01_models": 4000,
    "q01_nn": 1000,
    "q02_rnn": 30000,
    "q03_losses": 1500,
}


@pytest.mark.parametrize("probe", PROBES)
def test_probe_graphs(probe):
    checked, wrong = 0, []
    for case in cases():
        if case.probe != probe:
            continue
        run_plainly(case)
        for graph in list(stack.current().graphs):
            found = verify_shapes(graph)
            checked += found.checked
            wrong += [f"{case.name}: {mismatch}" for mismatch in found.mismatches]
    assert not wrong, "\n".join(wrong[:20])
    assert checked >= PROBES[probe]
