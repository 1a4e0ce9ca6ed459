"""All pairs of products in the baskets of a real supermarket: how often together, and the lift."""

import sys

from benchmarks import environment
from benchmarks.case import Case, compare
from benchmarks.data import keep_supermarket

SIZES = (500, 100, 2)
LEAST_FOR_PEERS = 100  # here apriori, which looks at every pair of frequent products, takes about half a minute
NOTES = [
    "Pairs: The Complete Journey (84.51°), 1,469,307 lines, 155,848 baskets, 68,509 products; only pairs in at least so many baskets. All start from "
    "the log, so making the table of baskets by products is included; reading the file is not. mlxtend: frequent products only, then `fpgrowth` on a "
    "sparse table or `apriori` on a plain one, with low memory (each on the table on which it is quicker), for sets of two, then "
    "`association_rules`. crm-courseware: `basket_pairs`, with checks, and a test against chance for every pair. The number of pairs, their "
    "counts and lifts agree to a millionth. Each run has a process of its own; a row is the median of three.",
]


def measure(sizes=SIZES, rounds=3):
    """Yield the rows of the table; `sizes` are the fewest baskets with both products."""
    keep_supermarket()
    for count in sizes:
        peers = _peers() if count >= LEAST_FOR_PEERS else []
        yield from compare(f"pairs in {count} baskets or more", [*peers, our_case()], (count,), rounds)


def our_case():
    """Return what is ours."""
    return Case(sys.executable, "benchmarks.ours", "pairs")


def _peers():
    return [Case(environment.PYTHON, "benchmarks.peers.mlxtend", method, method) for method in ("fpgrowth", "apriori")]
