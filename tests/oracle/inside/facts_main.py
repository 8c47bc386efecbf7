"""Writes all facts of this TensorFlow into one JSON file: `python facts_main.py OUTPUT`."""
import json
import os
import sys
import warnings

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
warnings.filterwarnings("ignore")

import record_opdefs  # noqa: E402
import record_symbols  # noqa: E402
import tensorflow_modules  # noqa: E402


def main() -> None:
    """Import everything, record everything, write."""
    failures = tensorflow_modules.import_everything()
    facts = record_symbols.record()
    facts["release"] = tensorflow_modules.release()
    facts["not_imported"] = failures
    facts["opdefs"] = record_opdefs.op_definitions()
    facts["gen_ops"] = record_opdefs.generated_wrappers()
    facts["gradients"] = record_opdefs.gradients()
    with open(sys.argv[1], "w") as f:
        json.dump(facts, f)


main()
