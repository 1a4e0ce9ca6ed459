"""A learner's own rows of a table that has no customers: a share of each group, drawn from the student id."""

import hashlib

import numpy as np
import pandas as pd


def rows_by_student(table, student, name, groups, share):
    """Return the row labels of one learner: `share` of the rows of each group, rounded up, in the table's order.

    Parameters
    ----------
    table : pandas.DataFrame
    student : str
        A normalised student id.
    name : str
        Name of the table, so that samples of different tables have nothing to do with one another.
    groups : list of str
        Columns that define the groups.
    share : float
        0-1.

    Returns
    -------
    pandas.Index

    Examples
    --------
    >>> table = pd.DataFrame({"shop": ["HZ1"] * 4 + ["NB1"] * 2})
    >>> table.loc[rows_by_student(table, "20261234", "visits", ["shop"], 0.5), "shop"].tolist()
    ['HZ1', 'HZ1', 'NB1']
    """
    digest = hashlib.shake_256(f"{student} {name}".encode()).digest(8 * len(table))
    drawn = pd.Series(np.frombuffer(digest, dtype="<u8"), index=table.index).groupby([table[column] for column in groups])
    return table.index[drawn.rank(method="first") <= np.ceil(share * drawn.transform("size"))]
