"""mlxtend: frequent sets of two products, and rules with their lift."""

import pandas as pd
from mlxtend.frequent_patterns import association_rules, fpgrowth

from benchmarks import figures
from benchmarks.data import supermarket_lines

PACKAGE = "mlxtend"


def pairs(count):
    """All pairs of products that lie together in at least `count` baskets."""
    lines = supermarket_lines()
    baskets = lines["basket_id"].nunique()

    def work():
        frequent = lines.groupby("product_id")["basket_id"].transform("size") >= count
        held = pd.crosstab(lines.loc[frequent, "basket_id"], lines.loc[frequent, "product_id"]).astype(bool)
        held = held.reindex(range(baskets), fill_value=False)
        sets = fpgrowth(held, min_support=(count - 0.5) / baskets, use_colnames=True, max_len=2)
        return association_rules(sets, metric="support", min_threshold=0)

    return work, lambda rules: _figures(rules, baskets)


def _figures(rules, baskets):
    one_way = rules[rules["antecedents"].map(min) < rules["consequents"].map(min)]
    return figures.of_pairs(one_way["support"] * baskets, one_way["lift"])
