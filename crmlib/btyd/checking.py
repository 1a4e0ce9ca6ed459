"""Check the table that the models read: numbers that can belong to a customer."""

import numpy as np
import pandas as pd

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.parameters import is_number
from crmlib.transactions.cells import first_few
from crmlib.transactions.columns import require_columns


def histories(summary):
    """Return frequency, recency and T of each customer as arrays.

    Parameters
    ----------
    summary : pandas.DataFrame
        What :func:`crmlib.btyd_summary` returned.

    Raises
    ------
    CourseError
        Names the column, the customers and the remedy.

    Examples
    --------
    >>> frequency, recency, T = histories(pd.DataFrame({"frequency": [2], "recency": [5.0], "T": [9.0]}))
    >>> frequency
    array([2])
    """
    frequency, recency, T = _numbers(summary, ["frequency", "recency", "T"])
    _check_frequency(summary, frequency)
    _refuse(_("Column 'T' is below 0 for these customers: {customers} ({count} in all). It is the time from the first purchase to the end "
              "of the data."), summary, T < 0)
    _refuse(_("Column 'recency' must be the time from the first to the last purchase: 0 without a repeat purchase, otherwise above 0 and "
              "at most T. These customers have something else: {customers} ({count} in all). Make the table with "
              "crm.btyd_summary(log, as_of)."), summary, (recency > T) | ((recency > 0) != (frequency > 0)))
    return frequency.astype(int), recency, T


def spending(summary):
    """Return frequency and monetary value of each customer as arrays.

    Parameters
    ----------
    summary : pandas.DataFrame
        What :func:`crmlib.btyd_summary` returned.

    Raises
    ------
    CourseError
        Names the column, the customers and the remedy.

    Examples
    --------
    >>> spending(pd.DataFrame({"frequency": [2], "monetary_value": [35.5]}))
    (array([2]), array([35.5]))
    """
    frequency, monetary = _numbers(summary, ["frequency", "monetary_value"])
    _check_frequency(summary, frequency)
    _refuse(_("Column 'monetary_value' is below 0 for these customers: {customers} ({count} in all). It is the mean of the repeat "
              "purchases, in yuan; make the table with crm.btyd_summary(log, as_of)."), summary, monetary < 0)
    return frequency.astype(int), monetary


def checked_time(name, value):
    """Return a length of time from 0 upwards as a float.

    Examples
    --------
    >>> checked_time("t", 39)
    39.0
    """
    if not is_number(value) or value < 0:
        raise CourseError(_("{name}={value!r} does not work. Give one length of time from 0 upwards, in the unit of the table (weeks, if "
                            "it was not changed).").format(name=name, value=value))
    return float(value)


def _numbers(summary, columns):
    """Return columns as arrays of finite numbers, or name the customers without one."""
    require_columns(summary, columns)
    if not len(summary):
        raise CourseError(_("There are no customers. Check that the table has rows."))
    arrays = [pd.to_numeric(summary[column], errors="coerce").to_numpy(dtype=float, na_value=np.nan) for column in columns]
    for column, array in zip(columns, arrays):
        bad = summary.index[~np.isfinite(array)]
        if len(bad):
            raise CourseError(_("Column '{column}' has no number for these customers: {customers} ({count} in all). Fill in the values or "
                                "leave the customers out.").format(column=column, customers=first_few(bad), count=len(bad)))
    return arrays


def _check_frequency(summary, frequency):
    _refuse(_("Column 'frequency' must count the repeat purchases: whole numbers from 0 upwards. These customers have something else: "
              "{customers} ({count} in all)."), summary, (frequency < 0) | (frequency != np.floor(frequency)))


def _refuse(message, summary, wrong):
    if wrong.any():
        labels = summary.index[wrong]
        raise CourseError(message.format(customers=first_few(labels), count=len(labels)))
