"""Runs a command and prints, as one line of JSON, what it printed with its seconds and peak memory in MB added."""

import json
import resource
import subprocess
import sys
import time

started = time.perf_counter()
done = subprocess.run(sys.argv[1:], capture_output=True, text=True, check=False)
seconds = time.perf_counter() - started
if done.returncode:
    sys.stderr.write(done.stderr)
    sys.exit(done.returncode)
row = json.loads(done.stdout.splitlines()[-1])
row["process"] = seconds
row["memory"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps(row))
