"""Price-, value- and compound-oriented customers, from what they took when they had the choice."""

import numpy as np
import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.transactions.columns import require_columns

OFFERS = ("cheaper", "dearer")
PRICE_FROM, VALUE_UP_TO = 0.75, 0.25


def customer_orientation(choices, by=("customer_id", "category")):
    """Name the orientation by the share of choices in which the cheaper offer was taken.

    At least three quarters is price-oriented, at most one quarter value-oriented, anything between
    compound. With few choices the share is rough: of eight coins, one set in seven shows six or
    more heads.

    Parameters
    ----------
    choices : pandas.DataFrame
        One row per choice between a cheaper and a dearer offer, with ``taken`` ("cheaper" or
        "dearer") and the columns of `by`.
    by : str or sequence of str
        What an orientation belongs to: a customer in a category, or (as textbooks have it) a
        customer.

    Returns
    -------
    pandas.DataFrame
        One row for each group of `by`: ``choices`` (their number), ``share_cheaper`` (0–1) and
        ``orientation`` ("price", "compound" or "value").

    Raises
    ------
    CourseError
        If a column is missing, or ``taken`` holds anything else.

    References
    ----------
    Samuelson, P. A. (1938). A note on the pure theory of consumer's behaviour. *Economica*, 5(17),
    61–71: preferences are revealed by choices.

    Examples
    --------
    >>> choices = pd.DataFrame({"customer_id": ["Li"] * 8, "category": ["hair"] * 4 + ["skin"] * 4,
    ...                         "taken": ["cheaper"] * 4 + ["dearer"] * 4})
    >>> customer_orientation(choices)["orientation"].tolist()
    ['price', 'value']
    >>> customer_orientation(choices, by="customer_id")["orientation"].tolist()
    ['compound']
    """
    by = [by] if isinstance(by, str) else list(by)
    require_columns(choices, ["taken", *by])
    unknown = sorted(set(choices["taken"].astype(str)) - set(OFFERS))
    if unknown:
        raise CourseError(_("Column 'taken': {values} is not known. Write \"cheaper\" or \"dearer\" for each choice.").format(values=listed(unknown[:5])))
    groups = choices["taken"].eq("cheaper").groupby([choices[column] for column in by])
    cheaper, count = groups.sum(), groups.size()
    share = cheaper / count
    orientation = np.select([share >= PRICE_FROM, share <= VALUE_UP_TO], ["price", "value"], "compound")
    return pd.DataFrame({"choices": count, "share_cheaper": share, "orientation": orientation})
