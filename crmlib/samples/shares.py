"""A learner's own rows of a table that has no customers: a share of each group."""

import numpy as np
import pandas as pd

from crmlib.samples.lots import lots


def share_of(student, name, table, groups, share, attempt=0):
    """Return the row labels of one learner: `share` of the rows of each group, rounded up, in the table's order.

    Parameters
    ----------
    student : str
        A normalised student id.
    name : str
        Name of the table, so that samples of different tables have nothing to do with one another.
    table : pandas.DataFrame
    groups : list or tuple of str
        Columns that define the groups.
    share : float
        0-1.
    attempt : int, default 0
        Number of the draw; each gives another sample.

    Returns
    -------
    pandas.Index

    Examples
    --------
    >>> table = pd.DataFrame({"shop": ["HZ1"] * 4 + ["NB1"] * 2})
    >>> table.loc[share_of("20261234", "visits", table, ["shop"], 0.5), "shop"].tolist()
    ['HZ1', 'HZ1', 'NB1']
    """
    text = f"{student} {name} {attempt}" if attempt else f"{student} {name}"
    drawn = pd.Series(lots(text, len(table)), index=table.index).groupby([table[column] for column in groups])
    return table.index[drawn.rank(method="first") <= np.ceil(share * drawn.transform("size"))]
