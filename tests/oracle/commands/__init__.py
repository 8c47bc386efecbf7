"""One module per command of `python -m tests.oracle`."""
