"""Each learner's own prospects, contacts and what else is no customer, drawn from the student id."""

import hashlib
import itertools
import re
import unicodedata
from functools import cache, partial

import numpy as np

PROSPECTS = 750
NAMES = 200
CUSTOMERS_PER_METHOD, KEPT_PER_METHOD = 3, 1
OWN_PART = {"lead_id": ("wholesale_prospects", 700), "delivery_id": ("after_sales", 500), "week_id": ("method_spending", 70), "entry_id": ("visit_diary", 260)}


def name_key(name):
    """Return the letters of a name alone, small, so that ways of typing it do not matter.

    Examples
    --------
    >>> name_key(" JIA  Bohe "), name_key("贾 薄荷")
    ('jiabohe', '贾薄荷')
    """
    return re.sub(r"[\W\d_]", "", unicodedata.normalize("NFKC", name)).casefold()


@cache
def prospects_of(student, table):
    """Return the ids of a learner's prospects; the draw is repeated until every method has enough customers."""
    prospects = table("prospects")
    method = prospects["method"].astype("category").cat.codes.to_numpy()
    for attempt in itertools.count():
        drawn = _first(f"{student} prospects {attempt}", len(prospects), PROSPECTS)
        bought, kept = (np.bincount(method[drawn], weights=prospects[column].to_numpy()[drawn]) for column in ("bought", "kept"))
        if bought.min() >= CUSTOMERS_PER_METHOD and kept.min() >= KEPT_PER_METHOD:
            return frozenset(prospects["prospect_id"].to_numpy()[drawn])


@cache
def contacts_of(student, table):
    """Return the ids of a learner's contact notes: all notes with one of the names that are drawn."""
    contacts = table("contacts")
    keys = contacts["name"].map(name_key)
    names = keys.drop_duplicates().to_numpy()
    drawn = names[_first(f"{student} contacts", len(names), NAMES)]
    return frozenset(contacts["contact_id"][keys.isin(drawn)])


def _first(text, count, size):
    """Return `size` of the places 0 to `count` - 1, in the order of numbers that SHA-3 derives from the text."""
    digest = hashlib.shake_256(text.encode()).digest(8 * count)
    return np.argsort(np.frombuffer(digest, dtype="<u8"))[:size]


@cache
def _part_of(column, student, table):
    """Return a plain draw of the ids in one column."""
    name, size = OWN_PART[column]
    ids = table(name)[column].drop_duplicates().to_numpy()
    return frozenset(ids[_first(f"{student} {name}", len(ids), size)])


DRAWN_BY = {"prospect_id": prospects_of, "contact_id": contacts_of, **{column: partial(_part_of, column) for column in OWN_PART}}
