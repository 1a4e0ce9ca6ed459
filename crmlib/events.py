"""The customer-event method: a profit-and-loss account of what is expected to happen with one customer."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from crmlib.discounting import discount_factors
from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.transactions.cells import first_few
from crmlib.transactions.columns import require_columns

_COLUMNS = ["event", "period", "probability", "revenue", "cost"]
_NUMBERS = [*_COLUMNS[1:], "pays_after"]


@dataclass(frozen=True, eq=False)
class EventAccount:
    """What one customer's events bring.

    Attributes
    ----------
    steps : pandas.Series
        The textbook's five steps: ``life_length`` (1, the last period in which money moves),
        ``lifetime_revenue`` (2), ``lifetime_cost`` (3), ``lifetime_profit`` (4, not discounted) and
        ``lifetime_value`` (5, discounted); all but the first in yuan, expected.
    standard_deviation : float
        Of the lifetime value, in yuan: how far the result is likely to be from the expected one.
    events : pandas.DataFrame
        The events as given, with ``pays_after`` (0 where it was not given), ``expected_profit``
        (probability × (revenue − cost)), ``discount_factor`` of the period of the event, ``present_value``
        and its ``standard_deviation`` (all in yuan but the factor).
    periods : pandas.DataFrame
        The same summed for each period from 1 to the last: ``revenue`` (when it is paid), ``cost`` and
        ``profit`` (expected yuan), ``discount_factor``, ``present_value``, ``cumulative_value`` and
        ``standard_deviation`` (of the cumulative value).
    """

    steps: pd.Series
    standard_deviation: float
    events: pd.DataFrame
    periods: pd.DataFrame

    @property
    def clv(self):
        """The expected lifetime value in yuan, discounted."""
        return float(self.steps["lifetime_value"])


def customer_event_clv(events, *, discount_rate, timing="end"):
    """Add up the expected profit of a customer's future events, and say how uncertain it is.

    An event happens with its probability p, then brings its revenue R and takes its cost K;
    otherwise it brings and takes nothing. With the discount factors f of the periods in which money
    moves (:func:`crmlib.discounting.discount_factors`) it is worth x = R · f(t + w) − K · f(t), where t
    is its period and w how many periods later it is paid. So it has the expected value p · x and the
    variance p · (1 − p) · x². Variances of events add up when the events do not depend on each other:
    this is assumed. Where one event decides about another (no second purchase without a first), the
    real uncertainty is larger. It is the spread of what can happen if the probabilities are right;
    that they are guesses is not in it.

    Parameters
    ----------
    events : pandas.DataFrame
        One row per event, in any order, with

        - ``event``: its name, for example "purchase", "service", "campaign" or "bad debt";
        - ``period``: when, a whole number; 1 is the period that begins today;
        - ``probability``: how likely it is, 0–1;
        - ``revenue``: yuan received if it happens;
        - ``cost``: yuan spent or lost if it happens, with the customer's part of shared costs. A
          cost that comes in any case, such as a mailing, is an event of its own with probability 1;
        - ``pays_after``, if there is such a column: how many periods after the event its revenue is
          paid, a whole number from 0. A cost is always paid in the period of the event.

        An unpaid bill is an event of its own in the period in which it should have been paid: its
        cost is the whole bill, since the purchase counts the revenue as if it came.
    discount_rate : float
        Per period, as a share.
    timing : {"start", "mid", "end"}
        When in its period the money moves. The textbook does not say; without a word it is the end,
        the cautious choice for money that is still to come.

    Returns
    -------
    EventAccount

    Raises
    ------
    CourseError
        If a column is missing, or a cell is empty or outside its range; the rows are named.

    References
    ----------
    Feller, W. (1968). *An Introduction to Probability Theory and Its Applications*, vol. 1 (3rd ed.),
    chapter IX. Wiley.

    Examples
    --------
    >>> events = pd.DataFrame({"event": ["purchase", "campaign", "bad debt"], "period": [1, 2, 2], "probability": [0.8, 1.0, 0.1],
    ...                        "revenue": [500.0, 0.0, 0.0], "cost": [300.0, 20.0, 400.0]})
    >>> account = customer_event_clv(events, discount_rate=0.10)
    >>> account.events[["event", "expected_profit", "present_value", "standard_deviation"]].round(2)
          event  expected_profit  present_value  standard_deviation
    0  purchase            160.0         145.45               72.73
    1  campaign            -20.0         -16.53                0.00
    2  bad debt            -40.0         -33.06               99.17
    >>> round(account.clv, 2), round(account.standard_deviation, 2)
    (95.87, 122.98)
    """
    given = _checked(events)
    numbers = pd.RangeIndex(1, int((given["period"] + given["pays_after"]).max()) + 1, name="period")
    factors = pd.Series(discount_factors(numbers, discount_rate, timing), numbers)
    received = given["revenue"] * _at(factors, given["period"] + given["pays_after"])
    spent = given["cost"] * _at(factors, given["period"])
    valued = given.assign(
        expected_profit=given["probability"] * (given["revenue"] - given["cost"]),
        discount_factor=_at(factors, given["period"]),
        present_value=given["probability"] * (received - spent),
        standard_deviation=_one_deviation(given["probability"]) * (received - spent).abs())
    periods = _by_period(given, received, spent, factors)
    steps = pd.Series({
        "life_length": float(len(periods)),
        "lifetime_revenue": periods["revenue"].sum(),
        "lifetime_cost": periods["cost"].sum(),
        "lifetime_profit": periods["profit"].sum(),
        "lifetime_value": periods["present_value"].sum(),
    })
    return EventAccount(steps, float(periods["standard_deviation"].iloc[-1]), valued, periods)


def event_label(name):
    """Return what a usual event is called in the language in use; other names as they are.

    Examples
    --------
    >>> event_label("bad debt"), event_label("birthday card")
    ('bad debt', 'birthday card')
    """
    return {
        "purchase": _("purchase"),
        "service": _("service"),
        "campaign": _("campaign"),
        "bad debt": _("bad debt"),
    }.get(name, name)


def _at(factors, periods):
    return factors.loc[periods].to_numpy()


def _one_deviation(probability):
    """Return the standard deviation of something that is 1 with this probability, and 0 otherwise."""
    return np.sqrt(probability * (1 - probability))


def _by_period(given, received, spent, factors):
    event_in, paid_in = (given["period"].to_numpy(), (given["period"] + given["pays_after"]).to_numpy())
    revenue = _expected(given, "revenue", paid_in, len(factors))
    cost = _expected(given, "cost", event_in, len(factors))
    present_value = (revenue - cost) * factors
    numbers = factors.index.to_numpy()[:, None]
    so_far = received.to_numpy() * (numbers >= paid_in) - spent.to_numpy() * (numbers >= event_in)
    return pd.DataFrame({
        "revenue": revenue,
        "cost": cost,
        "profit": revenue - cost,
        "discount_factor": factors,
        "present_value": present_value,
        "cumulative_value": present_value.cumsum(),
        "standard_deviation": np.sqrt((so_far**2) @ _one_deviation(given["probability"]).to_numpy()**2),
    })


def _expected(given, column, periods, last):
    """Return the expected yuan of a column in each of the periods from 1 to `last`."""
    return np.bincount(periods - 1, weights=given["probability"] * given[column], minlength=last)


def _checked(events):
    require_columns(events, _COLUMNS)
    if not len(events):
        raise CourseError(_("There are no events. Give one row for each purchase, service, campaign or other event that is expected."))
    given = events[_COLUMNS].assign(pays_after=events.get("pays_after", 0))
    given = given.assign(**{column: pd.to_numeric(given[column], errors="coerce").astype(float) for column in _NUMBERS})
    for column in _NUMBERS:
        _refuse(given, column, ~np.isfinite(given[column]),
                _("Column '{column}' has no number in these rows: {rows}. Fill in a number, 0 if there is nothing."))
    _refuse(given, "period", (given["period"] < 1) | (given["period"] % 1 != 0),
            _("Column '{column}' needs whole numbers from 1, the period that begins today. See these rows: {rows}."))
    _refuse(given, "pays_after", (given["pays_after"] < 0) | (given["pays_after"] % 1 != 0),
            _("Column '{column}' needs whole numbers from 0: how many periods later the revenue is paid. See these rows: {rows}."))
    _refuse(given, "probability", ~given["probability"].between(0, 1),
            _("Column '{column}' needs shares between 0 and 1, where 80 % is 0.8. See these rows: {rows}."))
    for column in ("revenue", "cost"):
        _refuse(given, column, given[column] < 0,
                _("Column '{column}' has amounts below 0 in these rows: {rows}. Write every amount without a sign: "
                  "what is received as revenue, what is spent or lost as cost."))
    return given.astype({"period": int, "pays_after": int})


def _refuse(given, column, bad, message):
    if bad.any():
        raise CourseError(message.format(column=column, rows=first_few(given.index[bad])))
