"""`environment RELEASE...`: makes the environments of releases."""

import argparse

from tests.oracle.environments import make


def main(arguments: argparse.Namespace) -> int:
    """Make one after the other."""
    for release in arguments.release:
        print(f"{release}: {make(release)}")
    return 0
