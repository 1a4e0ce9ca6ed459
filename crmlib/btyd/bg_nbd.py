"""The BG/NBD model: how often customers buy, and whether they are still there."""

import numpy as np
import pandas as pd

from crmlib.btyd.bg_nbd_likelihood import BGNBDLikelihood
from crmlib.btyd.checking import checked_time, histories
from crmlib.btyd.fitted import FittedModel
from crmlib.btyd.maximum_likelihood import maximise
from crmlib.btyd.purchases_to_come import purchases_if_alive
from crmlib.language import CourseError
from crmlib.language import gettext as _


class BGNBD(FittedModel):
    """The beta-geometric/NBD model of repeat purchases where nobody says goodbye.

    While a customer is there, purchases come at random, at a rate of the customer's own. After each
    repeat purchase the customer leaves for good with a probability of their own. Rates differ
    between customers as a gamma distribution (shape r, inverse scale alpha), probabilities of leaving
    as a beta distribution (a, b).

    Attributes
    ----------
    params_ : pandas.Series
        ``r``, ``alpha`` (in the unit of the times), ``a``, ``b``. On average a customer who is there
        buys r ÷ alpha times per unit of time, and leaves after a repeat purchase with the
        probability a ÷ (a + b).
    standard_errors_ : pandas.Series
        Of each parameter; missing, with a warning, where the data say nothing about it.
    confidence_intervals_ : pandas.DataFrame
        95 %: ``low`` and ``high`` of each parameter.
    log_likelihood_ : float

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). "Counting your customers" the easy way: An
    alternative to the Pareto/NBD model. *Marketing Science*, 24(2), 275–284.

    Examples
    --------
    >>> from crmlib.btyd.simulate import simulate_bg_nbd
    >>> customers = simulate_bg_nbd({"r": 0.8, "alpha": 10, "a": 0.8, "b": 2.4}, np.full(5000, 52.0), seed=1)
    >>> model = BGNBD().fit(customers)
    >>> model
    BGNBD(r=0.7727, alpha=9.45, a=0.811, b=2.6)
    >>> Li = pd.DataFrame({"frequency": [6], "recency": [50.0], "T": [52.0]}, index=["Li"])
    >>> model.p_alive(Li).round(2).to_dict(), model.expected_purchases(26, Li).round(2).to_dict()
    ({'Li': 0.88}, {'Li': 2.23})
    """

    _PARAMS = ("r", "alpha", "a", "b")

    def fit(self, summary):
        """Estimate the parameters by maximum likelihood.

        Parameters
        ----------
        summary : pandas.DataFrame
            What :func:`crmlib.btyd_summary` returns: one row per customer with ``frequency``,
            ``recency`` and ``T``.

        Returns
        -------
        BGNBD
            The model itself.

        Raises
        ------
        CourseError
            If a column is missing or has impossible values, there is only one customer, or nobody
            bought again.

        Warns
        -----
        UserWarning
            If the customers do not show how they differ: for example, when nobody seems to leave.
        """
        frequency, recency, T = histories(summary)
        if len(summary) < 2:
            raise CourseError(_("One customer alone does not show how customers differ. Fit the model to many customers; "
                                "then ask it about this one."))
        if not frequency.any():
            raise CourseError(_("No customer has bought again (column 'frequency' is 0 everywhere), so nothing can be learned about "
                                "repeat purchases. Use a longer time or more customers."))
        rate = frequency.sum() / T.sum()
        starts = [{"r": r, "alpha": r / rate, "a": a, "b": b} for r, a, b in ((0.5, 0.5, 2.0), (2.0, 2.0, 10.0))]
        found = maximise(BGNBDLikelihood(frequency, recency, T), starts, [("r", "alpha"), ("a", "b")])
        return self._keep(found, {
            ("r", "alpha"): _("The data do not show how much customers differ in how often they buy: many values of r and alpha fit as "
                              "well as these, so they have no standard error. Forecasts can be used. More customers or a longer time would "
                              "tell more."),
            ("a", "b"): _("The data do not show how much customers differ in whether they leave: many values of a and b fit as well "
                          "as these, so they have no standard error. Forecasts can be used. More customers or a longer time would "
                          "tell more."),
        })

    def p_alive(self, summary):
        """Return the probability that each customer has not left.

        That is 1 ÷ [1 + a ÷ (b + x − 1) · ((α + T) ÷ (α + t_x))^(r + x)] for x repeat purchases, the last of them
        at the time t_x. Without a repeat purchase it is 1: the model lets customers leave only after one.

        Parameters
        ----------
        summary : pandas.DataFrame
            As for :meth:`fit`; these need not be the customers of the fit.

        Returns
        -------
        pandas.Series
            ``p_alive``, 0–1, by customer.

        Raises
        ------
        CourseError
            If the summary has impossible values, or the model is not fitted yet.
        """
        return pd.Series(self._p_alive(*histories(summary)), summary.index, name="p_alive")

    def expected_purchases(self, t, summary):
        """Return how many purchases each customer is expected to make in the next `t`, given those so far.

        Parameters
        ----------
        t : float
            Length of time from the end of the data, in the unit of the summary (weeks, if you did
            not change it).
        summary : pandas.DataFrame
            As for :meth:`fit`.

        Returns
        -------
        pandas.Series
            ``expected_purchases`` by customer: the probability of being there, times the number if
            the customer is there.

        Raises
        ------
        CourseError
            If `t` is not a number from 0 upwards, the summary has impossible values, or the model is not
            fitted yet.
        """
        frequency, recency, T = histories(summary)
        expected = self._p_alive(frequency, recency, T) * purchases_if_alive(self.params_, frequency, T, checked_time("t", t))
        return pd.Series(expected, summary.index, name="expected_purchases")

    def expected_purchases_new(self, t):
        """Return how many repeat purchases a new customer is expected to make in the first `t` after the first purchase.

        Parameters
        ----------
        t : float
            Length of time, in the unit of the summary.

        Returns
        -------
        float

        Raises
        ------
        CourseError
            If `t` is not a number from 0 upwards, or the model is not fitted yet.

        Examples
        --------
        >>> model = BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426)
        >>> round(model.expected_purchases_new(39), 3)
        1.197
        """
        return float(purchases_if_alive(self.params_, np.zeros(1, dtype=int), np.zeros(1), checked_time("t", t))[0])

    def _p_alive(self, frequency, recency, T):
        from scipy.special import expit

        r, alpha, a, b = self.params_
        log_odds_gone = np.log(a) - np.log(b + np.maximum(frequency - 1, 0)) + (r + frequency) * np.log((alpha + T) / (alpha + recency))
        return np.where(frequency > 0, expit(-log_odds_gone), 1.0)
