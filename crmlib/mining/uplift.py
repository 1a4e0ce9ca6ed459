"""Treated against control: what a letter changes, for whom, and how deep to mail."""

import numpy as np
import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.mining.response import score_groups
from crmlib.parameters import checked_cost
from crmlib.transactions.columns import require_columns


def uplift_table(contacts, by, cost):
    """Compare customers with and without a letter in each segment.

    The groups must have been drawn by lot; then the difference of the means is the letter's work.

    Parameters
    ----------
    contacts : pandas.DataFrame
        One row per customer with ``group`` ("treated" or "control"), ``responded`` (bool) and
        ``gross_profit`` (yuan), as in the table campaign_contacts.
    by : str
        The column that names the segment.
    cost : float
        What one letter costs, in yuan.

    Returns
    -------
    pandas.DataFrame
        One row for each segment:

        - ``treated``, ``control``: customers;
        - ``response``, ``anyway``: share who bought with and without a letter (0–1);
        - ``uplift``: their difference, and ``uplift_error``, its standard error;
        - ``brought``: gross profit (yuan) for each customer with a letter above that without;
        - ``left``: yuan, ``brought`` − cost, for each letter.

    Raises
    ------
    CourseError
        If a column is missing, a group has another name, or a segment lacks treated or control customers.

    References
    ----------
    Radcliffe, N. J., & Surry, P. D. (1999). Differential response analysis: Modeling true response
    by isolating the effect of a single action. *Proceedings of Credit Scoring and Credit Control VI*.

    Examples
    --------
    >>> contacts = pd.DataFrame({"r": [5, 5, 5, 5], "group": ["treated", "treated", "control", "control"],
    ...                          "responded": [True, True, True, False], "gross_profit": [50.0, 40.0, 60.0, 0.0]})
    >>> uplift_table(contacts, by="r", cost=6)[["response", "anyway", "uplift", "brought", "left"]]
       response  anyway  uplift  brought  left
    r
    5       1.0     0.5     0.5     15.0   9.0
    """
    cost = checked_cost("cost", cost)
    require_columns(contacts, [by])
    _check_groups(contacts)
    means = contacts.groupby([by, "group"]).agg(size=("responded", "size"), response=("responded", "mean"), profit=("gross_profit", "mean")).unstack()
    lacking = means.index[means["size"].reindex(columns=["treated", "control"]).isna().any(axis=1)]
    if len(lacking):
        raise CourseError(_("These segments lack customers with or without a letter: {segments}. Make the segments larger.").format(segments=listed(map(str, lacking))))
    share, size = means["response"], means["size"].astype(int)
    variance = share * (1 - share) / size
    return pd.DataFrame({
        "treated": size["treated"],
        "control": size["control"],
        "response": share["treated"],
        "anyway": share["control"],
        "uplift": share["treated"] - share["control"],
        "uplift_error": np.sqrt(variance["treated"] + variance["control"]),
        "brought": means["profit"]["treated"] - means["profit"]["control"],
        "left": means["profit"]["treated"] - means["profit"]["control"] - cost,
    })


def mailing_curve(contacts, score, cost, groups=10):
    """Rank customers by a score and add up, down the list, what letters to them would leave.

    Parameters
    ----------
    contacts : pandas.DataFrame
        As for :func:`uplift_table`; customers that the score was not learnt from.
    score : sequence of float
        One for each row; the highest are written to first.
    cost : float
        What one letter costs, in yuan.
    groups : int, default 10

    Returns
    -------
    pandas.DataFrame
        One row for each group, the highest scores first, indexed by ``group`` from 1: ``depth``
        (0–1), ``customers``, ``response``, ``anyway`` (0–1), and in yuan, down to here and for all
        customers of the groups:

        - ``counted``: gross profit of all who buy with a letter − cost;
        - ``left``: only what they bring above those without a letter − cost.

    Raises
    ------
    CourseError
        If a score is missing, or a group lacks treated or control customers.

    Examples
    --------
    >>> contacts = pd.DataFrame({"group": ["treated", "control"] * 2, "responded": [True, True, True, False], "gross_profit": [50.0, 60.0, 50.0, 0.0]})
    >>> mailing_curve(contacts, [2, 2, 1, 1], cost=6, groups=2)[["depth", "counted", "left"]]
           depth  counted  left
    group
    1        0.5     88.0 -32.0
    2        1.0    176.0  56.0
    """
    if len(score) != len(contacts):
        raise CourseError(_("There are {customers} customers but {scores} scores. Give one for each.").format(customers=len(contacts), scores=len(score)))
    _check_groups(contacts)
    by_group = uplift_table(contacts.assign(mailing_group=score_groups(score, groups)), "mailing_group", cost)
    customers = by_group["treated"] + by_group["control"]
    profit = contacts.groupby([score_groups(score, groups), "group"])["gross_profit"].mean().unstack()["treated"]
    return pd.DataFrame({
        "depth": customers.cumsum() / len(contacts),
        "customers": customers,
        "response": by_group["response"],
        "anyway": by_group["anyway"],
        "counted": (customers * (profit - cost)).cumsum(),
        "left": (customers * by_group["left"]).cumsum(),
    }).rename_axis("group")


def _check_groups(contacts):
    require_columns(contacts, ["group", "responded", "gross_profit"])
    unknown = set(contacts["group"]) - {"treated", "control"}
    if unknown:
        raise CourseError(_("Column 'group' holds {found}. It may hold only \"treated\" and \"control\".").format(found=listed(sorted(map(str, unknown)))))
