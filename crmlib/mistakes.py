"""What typical mistakes give: so that a check can name the one that was made."""

import numpy as np
import pandas as pd

from crmlib.pareto import CUTS


def abc_crossing_customer_out(values, cuts=CUTS):
    """Grade by the share that includes the customer: whoever crosses a cut falls below it."""
    ranked = values.sort_values(ascending=False)
    return _cut(ranked.cumsum() / ranked.sum(), cuts, side="left")


def abc_cuts_on_customers(values, cuts=CUTS):
    """Cut the ranked list at 65 % and 85 % of the customers instead of the sales."""
    ranked = values.sort_values(ascending=False)
    return _cut(pd.Series(np.arange(len(ranked)) / len(ranked), index=ranked.index), cuts)


def abc_equal_thirds(values):
    """Put a third of the customers into each class."""
    return abc_cuts_on_customers(values, (1 / 3, 2 / 3))


def abc_unsorted(values, cuts=CUTS):
    """Accumulate in the order of the table, without ranking first."""
    return _cut((values.cumsum() - values) / values.sum(), cuts)


def _cut(share, cuts, side="right"):
    return pd.Series(np.array(["A", "B", "C"])[np.searchsorted(cuts, share, side=side)], index=share.index)
