"""Lots drawn from a text: the same on every machine and in every version of Python and numpy."""

import hashlib

import numpy as np


def lots(text, count):
    """Return `count` whole numbers that SHA-3 derives from the text.

    Examples
    --------
    >>> len(lots("20261234 0", 5)), (lots("20261234 0", 5) == lots("20261234 0", 5)).all()
    (5, np.True_)
    """
    return np.frombuffer(hashlib.shake_256(text.encode()).digest(8 * count), dtype="<u8")
