"""From a sales log to one row per customer: `btyd_summary` and `rfm_table`."""

import sys

from benchmarks import environment
from benchmarks.case import Case, compare

SIZES = (1_000_000, 10_000_000)
NOTES = [
    "Log to customers: ten lines for each customer over two years, in memory as a pandas frame, in the sequence of time, with whole "
    "numbers as ids. A log has one line for each order, or three. Memory is what is taken above the log. Each run has a process of its "
    "own; a row is the median of three. lifetimes and pymc-marketing make the table for buy-till-you-die models; crm-courseware makes "
    "it too, and the RFM table, with checks and audit. The sums of the columns agree to a millionth.",
]
_LINES_PER_ORDER = {1: "one for each order", 3: "three for each order"}


def measure(sizes=SIZES, rounds=3):
    """Yield the rows of the table."""
    peers = [Case(environment.PYTHON, f"benchmarks.peers.{name}", "btyd_summary") for name in ("lifetimes", "pymc_marketing")]
    for lines in sizes:
        for number, words in _LINES_PER_ORDER.items():
            yield from compare(f"log to customers, {lines:,} lines, {words}", [*peers, *our_cases()], (lines, number), rounds)


def our_cases():
    """Return what is ours."""
    return [Case(sys.executable, "benchmarks.ours", name, name) for name in ("btyd_summary", "rfm_table")]
