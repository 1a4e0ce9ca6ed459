"""Plain parameters: one number each, in the range that its meaning allows."""

from math import isfinite
from numbers import Integral, Real

from crmlib.language import CourseError
from crmlib.language import gettext as _


def checked_amount(name, value):
    """Return an amount in yuan as a float; it may be below 0.

    Examples
    --------
    >>> checked_amount("margin", 100)
    100.0
    """
    if not is_number(value):
        raise CourseError(_("{name}={value!r} does not work. Give one amount in yuan, for example {name}=100.")
                          .format(name=name, value=value))
    return float(value)


def checked_cost(name, value):
    """Return a cost in yuan as a float: written without a sign.

    Examples
    --------
    >>> checked_cost("acquisition_cost", 80)
    80.0
    """
    if not is_number(value) or value < 0:
        raise CourseError(_("{name}={value!r} does not work. Give one cost in yuan, without a minus sign, for example {name}=100.")
                          .format(name=name, value=value))
    return float(value)


def checked_share(name, value):
    """Return a share between 0 and 1 as a float.

    Examples
    --------
    >>> checked_share("retention_rate", 0.8)
    0.8
    """
    if not is_number(value) or not 0 <= value <= 1:
        raise CourseError(_("{name}={value!r} does not work. Give a share between 0 and 1: 80 % is 0.8.").format(name=name, value=value))
    return float(value)


def checked_periods(name, value):
    """Return a number of periods, at least 1, as an int.

    Examples
    --------
    >>> checked_periods("periods", 10)
    10
    """
    if not isinstance(value, Integral) or isinstance(value, bool) or value < 1:
        raise CourseError(_("{name}={value!r} does not work. Give a whole number of periods, 1 or more.").format(name=name, value=value))
    return int(value)


def is_number(value):
    """Return whether a value is one finite number.

    Examples
    --------
    >>> is_number(0.8), is_number(True), is_number("0.8")
    (True, False, False)
    """
    return isinstance(value, Real) and not isinstance(value, bool) and isfinite(value)
