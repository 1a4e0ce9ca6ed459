"""How far two readings of the same utterances agree, and how much of it chance alone would give."""

from dataclasses import dataclass

import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _


@dataclass(frozen=True)
class Agreement:
    """The agreement of two readings.

    Attributes
    ----------
    observed : float
        Share of the utterances with the same label in both (0-1).
    expected : float
        Share that would agree if both gave out their labels without looking (0-1).
    kappa : float
        (observed - expected) / (1 - expected): 1 is full agreement, 0 is what chance gives.
    table : pandas.DataFrame
        How many utterances got which label in the first reading (rows) and in the second (columns).
    """

    observed: float
    expected: float
    kappa: float
    table: pd.DataFrame


def agreement(first, second):
    """Compare two readings of the same utterances (Cohen 1960).

    Parameters
    ----------
    first, second : pandas.Series or dict
        One label for each utterance, by its id. Both must have the same utterances, in any order.

    Returns
    -------
    Agreement

    Raises
    ------
    CourseError
        If an utterance has a label in one reading only, or all have one and the same label.

    Examples
    --------
    >>> first = {"U1": "sincere", "U2": "sincere", "U3": "staged", "U4": "staged"}
    >>> second = {"U1": "sincere", "U2": "staged", "U3": "staged", "U4": "staged"}
    >>> found = agreement(first, second)
    >>> found.observed, found.expected, found.kappa
    (0.75, 0.5, 0.5)
    """
    first, second = pd.Series(first, dtype="str"), pd.Series(second, dtype="str")
    alone = sorted(set(first.index) ^ set(second.index))
    if alone or first.empty:
        raise CourseError(_("Both readings need a label for the same utterances. {count} stand in one of them only, for example {name}.")
                          .format(count=len(alone), name=alone[0] if alone else "-"))
    second = second[first.index]
    labels = list(dict.fromkeys([*first, *second]))
    if len(labels) == 1:
        raise CourseError(_("Every utterance has the label '{label}' in both readings. Kappa needs at least two labels.").format(label=labels[0]))
    table = pd.crosstab(first, second).reindex(index=labels, columns=labels, fill_value=0).rename_axis(index="first", columns="second")
    expected = (table.sum(axis=1) * table.sum(axis=0)).sum() / len(first) ** 2
    observed = (first == second).mean()
    return Agreement(float(observed), float(expected), float((observed - expected) / (1 - expected)), table)
