"""A learner's own part of the tables of wholesale development: a plain draw of ids."""

from functools import cache, partial

import numpy as np

from crmlib.samples.lots import lots

OWN_PART = {"lead_id": ("wholesale_prospects", 700), "delivery_id": ("after_sales", 660), "week_id": ("method_spending", 70), "entry_id": ("visit_diary", 260)}


@cache
def _part_of(column, student, load):
    """Return a plain draw of the ids in one column."""
    name, size = OWN_PART[column]
    ids = load(name)[column].drop_duplicates().to_numpy()
    return frozenset(ids[np.argsort(lots(f"{student} {name}", len(ids)))[:size]])


PARTS_BY = {column: partial(_part_of, column) for column in OWN_PART}
