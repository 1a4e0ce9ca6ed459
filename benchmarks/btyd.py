"""Fits of BG/NBD and Gamma-Gamma models."""

import sys

from benchmarks import environment
from benchmarks.case import Case, compare
from benchmarks.data import CDNOW

SIZES = (CDNOW, 100_000)
NOTES = [
    f"Fits: {CDNOW:,} customers are those of CDNOW, more are made up by the models, with times in whole days. Gamma-Gamma takes those "
    "who bought again. Each run has a process of its own, in which a fit that is not measured goes before; a row is the median of three. "
    "lifetimes and crm-courseware find the maximum likelihood, and it agrees to a millionth; pymc-marketing finds the most likely values "
    "under its own priors (method \"map\"), which are others.",
]
_TASKS = {"bg_nbd": "BG/NBD fit", "gamma_gamma": "Gamma-Gamma fit"}


def measure(sizes=SIZES, rounds=3):
    """Yield the rows of the table."""
    for function, task in _TASKS.items():
        for customers in sizes:
            yield from compare(f"{task}, {customers:,} customers", [*_peers(function), our_case(function)], (customers,), rounds)


def our_case(function):
    """Return what is ours."""
    return Case(sys.executable, "benchmarks.ours", function)


def _peers(function):
    return [Case(environment.PYTHON, f"benchmarks.peers.{name}", function) for name in ("lifetimes", "pymc_marketing")]
