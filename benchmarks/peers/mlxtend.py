"""mlxtend: frequent sets of two products, and rules with their lift, by each of its two methods on the table that suits it."""

import numpy as np
import pandas as pd
from mlxtend.frequent_patterns import apriori as mlxtend_apriori
from mlxtend.frequent_patterns import association_rules
from mlxtend.frequent_patterns import fpgrowth as mlxtend_fpgrowth
from scipy import sparse

from benchmarks import figures
from benchmarks.data import supermarket_lines

PACKAGE = "mlxtend"


def fpgrowth(count):
    """All pairs of products in at least `count` baskets, from a sparse table."""
    return _pairs(count, _sparse_table, mlxtend_fpgrowth)


def apriori(count):
    """All pairs of products in at least `count` baskets, from a plain table, which is quicker here than a sparse one."""
    return _pairs(count, _plain_table, mlxtend_apriori, low_memory=True)


def _pairs(count, table, find, **options):
    lines = supermarket_lines()
    baskets = lines["basket_id"].nunique()

    def work():
        frequent = lines[lines.groupby("product_id")["basket_id"].transform("size") >= count]
        product, names = pd.factorize(frequent["product_id"], sort=True)
        held = table(frequent["basket_id"].to_numpy(), product, (baskets, len(names)))
        sets = find(held, min_support=(count - 0.5) / baskets, use_colnames=True, max_len=2, **options)
        return association_rules(sets, metric="support", min_threshold=0)

    return work, lambda rules: _figures(rules, baskets)


def _sparse_table(basket, product, shape):
    held = sparse.csr_matrix((np.ones(len(basket), dtype=bool), (basket, product)), shape=shape)
    return pd.DataFrame.sparse.from_spmatrix(held)


def _plain_table(basket, product, shape):
    held = np.zeros(shape, dtype=bool)
    held[basket, product] = True
    return pd.DataFrame(held)


def _figures(rules, baskets):
    one_way = rules[rules["antecedents"].map(min) < rules["consequents"].map(min)]
    return figures.of_pairs(one_way["support"] * baskets, one_way["lift"])
