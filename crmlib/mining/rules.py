"""Rules of the form "who buys this also buys that", from the counts of pairs."""

from fractions import Fraction

import pandas as pd

from crmlib.parameters import checked_share
from crmlib.transactions.columns import require_columns


def association_rules(pairs, min_support=0.0, min_confidence=0.0):
    """Turn pairs into rules: if the first product is in the basket, how often is the second?

    Every pair gives two rules, since confidence depends on the direction. The thresholds are
    compared as whole numbers of baskets, so that no rule is lost to the rounding of a division:
    a rule with exactly 80 % reaches ``min_confidence=0.8``.

    Parameters
    ----------
    pairs : pandas.DataFrame
        What :func:`basket_pairs` returned.
    min_support, min_confidence : float, default 0
        Least shares (0–1) of all baskets that hold both, and of the baskets with the first that
        also hold the second.

    Returns
    -------
    pandas.DataFrame
        One row for each rule, the highest confidence first: ``if_bought``, ``then_also``,
        ``count``, ``support`` (0–1), ``confidence`` (0–1), ``lift``, ``above_chance``.

    Raises
    ------
    CourseError
        If a column is missing, or a threshold is not a share.

    References
    ----------
    Agrawal, R., Imieliński, T., & Swami, A. (1993). Mining association rules between sets of items
    in large databases. *ACM SIGMOD Record*, 22(2), 207–216.

    Examples
    --------
    >>> from crmlib.mining import basket_pairs
    >>> lines = pd.DataFrame({"order_id": [1, 1, 2, 2, 3, 4], "product_id": ["soap", "towel", "soap", "towel", "soap", "comb"]})
    >>> association_rules(basket_pairs(lines))[["if_bought", "then_also", "confidence", "lift"]].round(2)
      if_bought then_also  confidence  lift
    0     towel      soap        1.00  1.33
    1      soap     towel        0.67  1.33
    """
    require_columns(pairs, ["first", "second", "count", "first_count", "second_count", "support", "lift", "above_chance"])
    support, confidence = (Fraction(str(checked_share(name, value))) for name, value in
                           (("min_support", min_support), ("min_confidence", min_confidence)))
    kept = ["count", "support", "lift", "above_chance"]
    forwards = pairs[["first", "second", "first_count", *kept]].set_axis(["if_bought", "then_also", "if_count", *kept], axis=1)
    backwards = pairs[["second", "first", "second_count", *kept]].set_axis(["if_bought", "then_also", "if_count", *kept], axis=1)
    rules = pd.concat([forwards, backwards], ignore_index=True)
    enough = _reaches(rules["count"], pairs.attrs["baskets"], support) & _reaches(rules["count"], rules["if_count"], confidence)
    rules = rules[enough]
    rules.insert(4, "confidence", rules["count"] / rules["if_count"])
    rules = rules.sort_values(["confidence", "count", "if_bought", "then_also"], ascending=[False, False, True, True], ignore_index=True)
    return rules[["if_bought", "then_also", "count", "support", "confidence", "lift", "above_chance"]]


def _reaches(part, whole, share):
    """Tell whether part ÷ whole ≥ share, without dividing."""
    return part * share.denominator >= whole * share.numerator
