"""Whether two plain answers are the same, and where they are not."""

import math

import pandas as pd


def labelled(value):
    """Return a Series for anything that gives one value per label, else None."""
    if isinstance(value, pd.DataFrame) and value.shape[1] == 1:
        value = value.iloc[:, 0]
    if isinstance(value, dict):
        value = pd.Series(value, dtype=None if value else object)
    if isinstance(value, pd.Series) and value.index.is_unique:
        return value
    return None


def same(found, right, tolerance=0.0):
    """Return whether `found` equals `right`, numbers within `tolerance`.

    Examples
    --------
    >>> same(0.651, 0.65, tolerance=0.005)
    True
    >>> same({"C1": "A"}, pd.Series({"C1": "A"}))
    True
    >>> same("1", 1)
    False
    """
    if labelled(right) is not None:
        found = labelled(found)
        return found is not None and not _differing(found, labelled(right), tolerance)
    if isinstance(right, (list, tuple)):
        return isinstance(found, list) and len(found) == len(right) and all(_equal(*pair, tolerance) for pair in zip(found, right))
    return _equal(found, right, tolerance)


def differences(found, right, tolerance=0.0):
    """Return ``count``, ``first`` and ``found``: how many labels differ, the first, and its value.

    For answers without labels the count is 1 and ``first`` is empty.
    """
    found_labelled, right_labelled = labelled(found), labelled(right)
    if found_labelled is None or right_labelled is None:
        return {"count": 1, "first": "", "found": found}
    differing = _differing(found_labelled, right_labelled, tolerance)
    first = differing[0] if differing else ""
    return {"count": len(differing), "first": first, "found": found_labelled.to_dict().get(first)}


def _differing(found, right, tolerance):
    found, right = found.to_dict(), right.to_dict()
    wrong = [label for label, value in right.items() if label not in found or not _equal(found[label], value, tolerance)]
    return wrong + [label for label in found if label not in right]


def _equal(found, right, tolerance):
    if _is_number(right):
        return _is_number(found) and math.isclose(found, right, rel_tol=1e-9, abs_tol=max(tolerance, 1e-9))
    if isinstance(right, str):
        return isinstance(found, str) and found.strip() == right
    return type(found) is type(right) and found == right


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)
