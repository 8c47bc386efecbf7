"""Values that a session computes, against those that TensorFlow 1.15.5 computed."""

from pathlib import Path

import numpy as np
import pytest

from graphlint.graph import stack
from graphlint.run.session import Session
from tests.run.programs import PROGRAMS
from tests.run.served import tf

RECORDED = np.load(Path(__file__).parent / "values_1.15.npz")


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_values(program):
    stack.begin()
    fetches, feeds = program(tf)
    session = Session(stack.default_graph())
    session.initialize()
    for index, value in enumerate(session.run(list(fetches), feeds)):
        wanted = RECORDED[f"{program.__name__}/{index}"]
        assert value.dtype == wanted.dtype
        np.testing.assert_allclose(value, wanted, rtol=1e-5, atol=1e-5, err_msg=f"fetch {index}")
