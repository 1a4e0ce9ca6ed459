"""Chains of recommendation as a tree: who brought whom, and how many grew from one customer."""

import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.transactions.columns import require_columns


def referral_tree(referrals):
    """Follow recommendations from friend to friend.

    Parameters
    ----------
    referrals : pandas.DataFrame
        ``customer_id`` (who recommended) and ``friend_id`` (the new customer), one row per friend.

    Returns
    -------
    pandas.DataFrame
        One row per customer in a chain, indexed by ``customer_id``, those first from whom most
        grew: ``referred_by`` (missing for those at the top), ``root`` (the top of the tree),
        ``generation`` (0 at the top), ``friends`` (brought directly) and ``descendants`` (directly
        and through others).

    Raises
    ------
    CourseError
        If a friend stands twice, or a chain runs in a circle.

    Examples
    --------
    >>> referral_tree(pd.DataFrame({"customer_id": ["Li", "Li", "Wu"], "friend_id": ["Wu", "Bo", "He"]}))
                referred_by root  generation  friends  descendants
    customer_id
    Li                  NaN   Li           0        2            3
    Wu                   Li   Li           1        1            1
    Bo                   Li   Li           1        0            0
    He                   Wu   Li           2        0            0
    """
    require_columns(referrals, ["customer_id", "friend_id"])
    doubled = referrals["friend_id"][referrals["friend_id"].duplicated()].unique()
    if len(doubled):
        raise CourseError(_("Column 'friend_id': these customers were brought by several: {friends}. Keep one row for each friend.")
                          .format(friends=listed(doubled[:5])))
    brought_by = dict(zip(referrals["friend_id"], referrals["customer_id"]))
    ids = list(dict.fromkeys([*referrals["customer_id"], *referrals["friend_id"]]))
    above = {customer: _chain(customer, brought_by) for customer in ids}
    tree = pd.DataFrame({
        "referred_by": pd.Series(brought_by, dtype=object).reindex(ids),
        "root": [above[customer][-1] if above[customer] else customer for customer in ids],
        "generation": [len(above[customer]) for customer in ids],
        "friends": referrals["customer_id"].value_counts().reindex(ids, fill_value=0),
        "descendants": pd.Series([one for chain in above.values() for one in chain], dtype=object).value_counts().reindex(ids, fill_value=0),
    }, index=pd.Index(ids, name="customer_id"))
    return tree.sort_values(["descendants", "friends"], ascending=False, kind="stable")


def _chain(customer, brought_by):
    """Return everybody above a customer, the nearest first."""
    chain = []
    while customer in brought_by:
        customer = brought_by[customer]
        if customer in chain:
            raise CourseError(_("The recommendations run in a circle: {chain}. Nobody can be brought by somebody whom they brought.")
                              .format(chain=listed(chain)))
        chain.append(customer)
    return chain
