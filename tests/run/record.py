# ruff: noqa: UP031 - runs under Python 3.7 too
"""Records the values of `programs.py` under the oracle: `<oracle python> tests/run/record.py`."""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, FOLDER)
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from programs import PROGRAMS  # noqa: E402


def main():
    found = {}
    for program in PROGRAMS:
        with tf.Graph().as_default(), tf.Session() as session:
            fetches, feeds = program(tf)
            session.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
            for index, value in enumerate(session.run(list(fetches), feeds)):
                found["%s/%d" % (program.__name__, index)] = value
    np.savez_compressed(os.path.join(FOLDER, "values_1.15.npz"), **found)


if __name__ == "__main__":
    main()
