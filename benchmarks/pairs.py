"""All pairs of products in the baskets of a real supermarket: how often together, and the lift."""

import sys

from benchmarks import environment
from benchmarks.case import Case, compare
from benchmarks.data import keep_supermarket

SIZES = (500, 100, 2)
LEAST_FOR_PEERS = 100  # below, a table with a cell for each basket and product outgrows the memory
NOTES = [
    "Pairs: The Complete Journey (84.51°), 1,469,307 lines, 155,848 baskets, 68,509 products; only pairs in at least so many baskets. mlxtend: "
    "pandas makes a table of baskets by frequent products, then `fpgrowth` for two products and `association_rules`. crm-courseware: "
    "`basket_pairs`, with checks, and a test against chance for every pair. Both start from the log. The number of pairs, their counts and "
    "lifts agree.",
]


def measure(sizes=SIZES, rounds=3):
    """Yield the rows of the table; `sizes` are the fewest baskets with both products."""
    keep_supermarket()
    for count in sizes:
        cases = [our_case()] if count < LEAST_FOR_PEERS else [Case(environment.PYTHON, "benchmarks.peers.mlxtend", "pairs"), our_case()]
        yield from compare(f"pairs in {count} baskets or more", cases, (count,), rounds)


def our_case():
    """Return what is ours."""
    return Case(sys.executable, "benchmarks.ours", "pairs")
