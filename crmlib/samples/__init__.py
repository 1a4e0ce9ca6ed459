"""Which rows of the firm's tables belong to one learner: drawn from the student id, the same on every machine."""

import itertools
from functools import cache

from crmlib.samples.contacts import contacts_of
from crmlib.samples.customers import customers_of, orders_of
from crmlib.samples.demand_items import items_of
from crmlib.samples.letters import letters_of
from crmlib.samples.parts import PARTS_BY
from crmlib.samples.prospects import prospects_of
from crmlib.samples.shares import share_of
from crmlib.samples.telling_shares import TELLING

DRAWN_BY = {"prospect_id": prospects_of, "contact_id": contacts_of, **PARTS_BY,
            "customer_id": customers_of, "order_id": orders_of, "item_id": items_of}


def own_rows(student, resource, load):
    """Return the rows of a table that are one learner's.

    Parameters
    ----------
    student : str
        A normalised student id.
    resource : dict
        The table's entry in ``datapackage.json``. ``sampledBy`` states the groups of a table of which
        each learner has a share; the draw is repeated until the sample is one that tells mistakes (`TELLING`).
    load : callable
        Takes the name of a table and returns the whole table.

    Returns
    -------
    pandas.DataFrame
        A share of the table's groups, the customers of the learner's letters, or what is drawn by the first of
        the columns in `DRAWN_BY` that the table has; without one, the whole table.
    """
    name = resource["name"]
    table = load(name)
    if "sampledBy" in resource:
        groups, share = resource["sampledBy"]["groups"], resource["sampledBy"]["share"]
        return table.loc[_telling_share(student, name, load, tuple(groups), share)]
    if name == "campaign_contacts":
        return table.loc[letters_of(student, load)]
    drawn_by = next((column for column in DRAWN_BY if column in table), None)
    return table if drawn_by is None else table[table[drawn_by].isin(DRAWN_BY[drawn_by](student, load))]


@cache
def _telling_share(student, name, load, groups, share):
    """Return the row labels of the first draw that tells the mistakes of the exercise from the right answers."""
    table = load(name)
    draws = (share_of(student, name, table, groups, share, attempt) for attempt in itertools.count())
    return next(rows for rows in draws if name not in TELLING or TELLING[name](table.loc[rows], load))
