"""Lists the packages: `rules/` at the top of the repository is the package `graphlint.rules` when installed."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["graphlint", "graphlint.*", "shapecalc", "shapecalc.*"]), "graphlint.rules"],
    package_dir={"graphlint.rules": "rules"},
)
