"""Records what numpy answers to the cases: `python record.py > expected.json` where numpy 1.16 is installed."""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import warnings

import cases
import describe
import numpy as np

warnings.simplefilter("ignore")


def answers():
    made = {}
    for expressions in cases.GROUPS.values():
        for expression in expressions:
            names = {"np": np, "if_true": describe.if_true}
            exec(cases.SETUP, names)
            made[expression] = describe.evaluate(expression, names)
    for statements, expression in cases.STATEMENTS:
        made[statements] = describe.evaluate(expression, {"np": np}, statements)
    return made


print("{")
rows = sorted(answers().items())
for number, (case, answer) in enumerate(rows):
    end = "," if number + 1 < len(rows) else ""
    print(f" {json.dumps(case)}: {json.dumps(answer, sort_keys=True)}{end}")
print("}")
