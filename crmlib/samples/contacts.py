"""A learner's own contact notes: all notes of the names that are drawn."""

import re
import unicodedata
from functools import cache

import numpy as np

from crmlib.samples.lots import lots

NAMES = 200


def name_key(name):
    """Return the letters of a name alone, small, so that ways of typing it do not matter.

    Examples
    --------
    >>> name_key(" JIA  Bohe "), name_key("贾 薄荷")
    ('jiabohe', '贾薄荷')
    """
    return re.sub(r"[\W\d_]", "", unicodedata.normalize("NFKC", name)).casefold()


@cache
def contacts_of(student, load):
    """Return the ids of a learner's contact notes: all notes with one of the names that are drawn."""
    contacts = load("contacts")
    keys = contacts["name"].map(name_key)
    names = keys.drop_duplicates().to_numpy()
    drawn = names[np.argsort(lots(f"{student} contacts", len(names)))[:NAMES]]
    return frozenset(contacts["contact_id"][keys.isin(drawn)])
