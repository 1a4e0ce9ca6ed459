"""The value quadrant: customers by current and potential value, what each kind is worth a policy, and who moves."""

import numpy as np
import pandas as pd

from crmlib.engines import as_series
from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.parameters import checked_amount, checked_cost, checked_share
from crmlib.transactions.cells import first_few
from crmlib.transactions.columns import require_columns

QUADRANTS = ("vip", "improve", "maintain", "abandon")


def value_quadrant(current, potential, *, current_threshold=None, potential_threshold=None):
    """Sort customers into four kinds by what they bring now and what they could still bring.

    The first rule that fits decides:

    - ``"abandon"``: current and potential value together are below 0, so that not even all of the
      potential would pay for the service;
    - ``"vip"``: both values reach their thresholds;
    - ``"improve"``: only the potential value does;
    - ``"maintain"``: the potential value does not. Whether the current value is high or small, the
      customer pays, and there is little to win by doing more.

    Exactly on a threshold counts as reached; exactly 0 is not below 0.

    Parameters
    ----------
    current : pandas.Series or dict
        Profit per customer of the present period, in yuan and net of service cost, by customer id.
    potential : pandas.Series or dict
        Profit that the same customers could bring beyond that, in yuan: not the lifetime value,
        which holds the current value a second time.
    current_threshold, potential_threshold : float, optional
        Yuan; from here on a value counts as high. Without it, the mean of all customers.

    Returns
    -------
    pandas.DataFrame
        One row per customer, in the order of `current`: ``current``, ``potential`` (yuan) and
        ``quadrant`` (see :func:`quadrant_label`). ``attrs["thresholds"]`` keeps both thresholds.

    Raises
    ------
    CourseError
        If a value is missing or not a number, a customer stands twice or in only one of the two,
        or a threshold is not a number.

    References
    ----------
    Peppers, D., & Rogers, M. (1997). *Enterprise One to One*. Doubleday.

    Examples
    --------
    >>> quadrants = value_quadrant({"Li": 900, "Chen": 40, "Wang": 700, "Zhao": 30, "Sun": -80},
    ...                            {"Li": 800, "Chen": 950, "Wang": 60, "Zhao": 20, "Sun": 10},
    ...                            current_threshold=500, potential_threshold=400)
    >>> quadrants["quadrant"].to_dict()
    {'Li': 'vip', 'Chen': 'improve', 'Wang': 'maintain', 'Zhao': 'maintain', 'Sun': 'abandon'}
    """
    values = _paired(_yuan(current, "current"), _yuan(potential, "potential"))
    thresholds = {
        name: float(values[name].mean()) if threshold is None else checked_amount(f"{name}_threshold", threshold)
        for name, threshold in [("current", current_threshold), ("potential", potential_threshold)]
    }
    high = {name: values[name] >= threshold for name, threshold in thresholds.items()}
    kinds = np.select([(values["current"] + values["potential"]).round(2) < 0, high["current"] & high["potential"], high["potential"]],
                      ["abandon", "vip", "improve"], default="maintain")
    table = values.assign(quadrant=pd.Series(kinds, index=values.index, dtype="str"))
    table.attrs["thresholds"] = thresholds
    return table


def quadrant_summary(quadrants):
    """Count each kind and sum its values.

    Parameters
    ----------
    quadrants : pandas.DataFrame
        What :func:`value_quadrant` returned.

    Returns
    -------
    pandas.DataFrame
        All four kinds, indexed by ``quadrant``: ``count``, ``share_of_count`` (0–1), ``current`` and
        ``potential`` (sums in yuan).

    Raises
    ------
    CourseError
        If one of the three columns is missing.

    Examples
    --------
    >>> quadrant_summary(value_quadrant({"Li": 900, "Chen": 40, "Sun": -80}, {"Li": 800, "Chen": 950, "Sun": 10}))
              count  share_of_count  current  potential
    quadrant
    vip           1        0.333333    900.0      800.0
    improve       1        0.333333     40.0      950.0
    maintain      0        0.000000      0.0        0.0
    abandon       1        0.333333    -80.0       10.0
    """
    require_columns(quadrants, ["current", "potential", "quadrant"])
    groups = quadrants.groupby("quadrant")
    summary = groups[["current", "potential"]].sum().round(2)
    summary.insert(0, "count", groups.size())
    summary.insert(1, "share_of_count", summary["count"] / len(quadrants))
    return summary.reindex(QUADRANTS, fill_value=0).rename_axis("quadrant")


def quadrant_policy(summary, cost_per_head, share_won):
    """Add what a policy for each kind costs, and what it is expected to gain.

    A policy for customers who are kept wins a part of their potential value. For customers who
    are given up, it avoids a part of the loss.

    Parameters
    ----------
    summary : pandas.DataFrame
        What :func:`quadrant_summary` returned.
    cost_per_head : dict
        Yuan for each customer of the kind, for example ``{"vip": 300, "improve": 120, "maintain": 20,
        "abandon": 5}``.
    share_won : dict
        Part of the potential value that the policy wins, or of the loss that it avoids, 0–1.

    Returns
    -------
    pandas.DataFrame
        `summary` with ``policy_cost``, ``expected_gain`` and ``net_gain`` (yuan).

    Raises
    ------
    CourseError
        If a kind has no cost or no share, or one is outside its range.

    Examples
    --------
    >>> summary = quadrant_summary(value_quadrant({"Li": 900, "Chen": 40, "Sun": -80}, {"Li": 800, "Chen": 950, "Sun": 10}))
    >>> quadrant_policy(summary, {"vip": 100, "improve": 60, "maintain": 10, "abandon": 5},
    ...                 {"vip": 0.25, "improve": 0.2, "maintain": 0.1, "abandon": 1.0})[["policy_cost", "expected_gain", "net_gain"]]
              policy_cost  expected_gain  net_gain
    quadrant
    vip             100.0          200.0     100.0
    improve          60.0          190.0     130.0
    maintain          0.0            0.0       0.0
    abandon           5.0           70.0      65.0
    """
    cost = summary["count"] * _for_each_kind(cost_per_head, "cost_per_head", checked_cost)
    at_stake = summary["potential"].clip(lower=0).where(summary.index != "abandon", -(summary["current"] + summary["potential"]))
    gain = at_stake * _for_each_kind(share_won, "share_won", checked_share)
    return summary.assign(policy_cost=cost, expected_gain=gain, net_gain=gain - cost)


def quadrant_moves(before, after):
    """Count who moved from which kind to which between two periods.

    Parameters
    ----------
    before, after : pandas.DataFrame
        What :func:`value_quadrant` returned for the two periods. Use the same thresholds in both:
        with the mean of each period, customers move because others changed.

    Returns
    -------
    pandas.DataFrame
        Numbers of customers: one row per kind ``before``, one column per kind ``after``. The last
        row and column are ``absent``: customers who are in the other table only.

    Raises
    ------
    CourseError
        If the thresholds of the two periods differ.

    Examples
    --------
    >>> limits = {"current_threshold": 500, "potential_threshold": 500}
    >>> before = value_quadrant({"Li": 900, "Chen": 40}, {"Li": 800, "Chen": 950}, **limits)
    >>> after = value_quadrant({"Li": 900, "Chen": 700, "Sun": -80}, {"Li": 300, "Chen": 600, "Sun": 10}, **limits)
    >>> quadrant_moves(before, after)
    after     vip  improve  maintain  abandon  absent
    before
    vip         0        0         1        0       0
    improve     1        0         0        0       0
    maintain    0        0         0        0       0
    abandon     0        0         0        0       0
    absent      0        0         0        1       0
    """
    if before.attrs.get("thresholds") != after.attrs.get("thresholds"):
        raise CourseError(_("The two periods have different thresholds, so customers would move without having changed. "
                            "Give both the same current_threshold and potential_threshold."))
    kinds = pd.DataFrame({"before": before["quadrant"], "after": after["quadrant"]}).fillna("absent")
    order = [*QUADRANTS, "absent"]
    return pd.crosstab(kinds["before"], kinds["after"]).reindex(index=order, columns=order, fill_value=0)


def quadrant_label(quadrant):
    """Return the name of a kind in the language in use.

    Examples
    --------
    >>> quadrant_label("improve")
    'Improve: most growable'
    """
    return {
        "vip": _("VIP: most valuable"),
        "improve": _("Improve: most growable"),
        "maintain": _("Maintain: keep as they are"),
        "abandon": _("Abandon: below zero"),
    }[quadrant]


def _yuan(values, name):
    series = as_series(values)
    numbers = pd.to_numeric(series, errors="coerce").astype(float)
    bad = series.index[~np.isfinite(numbers)]
    if len(bad):
        raise CourseError(_("'{name}' has no number for these customers: {customers} ({count} in all). "
                            "Fill in the values or leave the customers out of both.")
                          .format(name=name, customers=first_few(bad), count=len(bad)))
    doubled = series.index[series.index.duplicated()].unique()
    if len(doubled):
        raise CourseError(_("'{name}' has these customers more than once: {customers}. "
                            "Sum the values per customer first, for example with groupby.").format(name=name, customers=first_few(doubled)))
    return numbers


def _paired(current, potential):
    if current.empty:
        raise CourseError(_("There are no customers to sort. Check that the table has rows."))
    alone = current.index.symmetric_difference(potential.index)
    if len(alone):
        raise CourseError(_("These customers have a current or a potential value, but not both: {customers} ({count} in all). "
                            "Give both, or leave them out.").format(customers=first_few(alone), count=len(alone)))
    return pd.DataFrame({"current": current, "potential": potential.reindex(current.index)})


def _for_each_kind(values, name, checked):
    missing = [kind for kind in QUADRANTS if kind not in values]
    if missing:
        raise CourseError(_("{name} has nothing for: {kinds}. Give a number for each of the four kinds.")
                          .format(name=name, kinds=listed(missing)))
    return pd.Series({kind: checked(f"{name}[{kind!r}]", values[kind]) for kind in QUADRANTS})
