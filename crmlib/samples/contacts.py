"""A learner's own contact notes: all notes of the names that are drawn."""

from functools import cache

import numpy as np

from crmlib.identify.register import name_key
from crmlib.samples.lots import lots

NAMES = 200


@cache
def contacts_of(student, load):
    """Return the ids of a learner's contact notes: all notes with one of the names that are drawn."""
    contacts = load("contacts")
    keys = contacts["name"].map(name_key)
    names = keys.drop_duplicates().to_numpy()
    drawn = names[np.argsort(lots(f"{student} contacts", len(names)))[:NAMES]]
    return frozenset(contacts["contact_id"][keys.isin(drawn)])
