"""The Gamma-Gamma model: what a customer spends in a purchase."""

import pandas as pd

from crmlib.btyd.checking import spending
from crmlib.btyd.fitted import FittedModel
from crmlib.btyd.gamma_gamma_likelihood import GammaGammaLikelihood
from crmlib.btyd.maximum_likelihood import maximise
from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.transactions.cells import first_few


class GammaGamma(FittedModel):
    """The Gamma-Gamma model of spending.

    What a customer spends varies from purchase to purchase around a mean of the customer's own, as a
    gamma distribution (shape p); the means differ between customers (q, v). So a mean of few
    purchases says little, and is drawn towards the mean of all. The model takes for granted that how
    much customers spend has nothing to do with how often they buy: look at the correlation of
    ``frequency`` and ``monetary_value`` first.

    Attributes
    ----------
    params_ : pandas.Series
        ``p``, ``q``, ``v`` (v in yuan). The mean over all customers is p v ÷ (q − 1).
    standard_errors_ : pandas.Series
        Of each parameter; missing, with a warning, where the data say nothing about it.
    confidence_intervals_ : pandas.DataFrame
        95 %: ``low`` and ``high`` of each parameter.
    log_likelihood_ : float

    References
    ----------
    Fader, P. S., Hardie, B. G. S. and Lee, K. L. (2005). RFM and CLV: Using iso-value curves for
    customer base analysis. *Journal of Marketing Research*, 42(4), 415–430.
    Fader, P. S. and Hardie, B. G. S. (2013). The Gamma-Gamma model of monetary value. Note 25,
    brucehardie.com.

    Examples
    --------
    Three customers, of whom two spent 80 yuan on average, once and nine times:

    >>> from crmlib.btyd.simulate import simulate_gamma_gamma
    >>> many = pd.DataFrame({"frequency": [number % 10 for number in range(2000)]})
    >>> many["monetary_value"] = simulate_gamma_gamma({"p": 4, "q": 5, "v": 40}, many["frequency"], seed=1)
    >>> model = GammaGamma().fit(many)
    >>> three = pd.DataFrame({"frequency": [0, 1, 9], "monetary_value": [0.0, 80.0, 80.0]}, index=["Wang", "Li", "Chen"])
    >>> model.expected_value(three).round(1).to_dict()
    {'Wang': 39.8, 'Li': 55.1, 'Chen': 73.9}
    """

    _PARAMS = ("p", "q", "v")

    def fit(self, summary):
        """Estimate the parameters by maximum likelihood, from the customers with repeat purchases.

        Parameters
        ----------
        summary : pandas.DataFrame
            What :func:`crmlib.btyd_summary` returns: one row per customer with ``frequency`` and
            ``monetary_value`` (yuan).

        Returns
        -------
        GammaGamma
            The model itself.

        Raises
        ------
        CourseError
            If a column is missing or has impossible values, fewer than two customers bought again,
            or a customer bought again for nothing.

        Warns
        -----
        UserWarning
            If the customers do not show how they differ.
        """
        frequency, monetary = spending(summary)
        nothing = summary.index[(frequency > 0) & (monetary == 0)]
        if len(nothing):
            raise CourseError(_("These customers bought again, but column 'monetary_value' is 0, because refunds left nothing: "
                                "{customers} ({count} in all). The model needs amounts above 0; fit it to the others: "
                                ".fit(summary[summary[\"monetary_value\"] > 0]).")
                              .format(customers=first_few(nothing), count=len(nothing)))
        repeat = frequency > 0
        if repeat.sum() < 2:
            raise CourseError(_("Fewer than two customers have bought again (column 'frequency'), so it cannot be seen how customers "
                                "differ in what they spend. Use a longer time or more customers."))
        frequency, monetary = frequency[repeat], monetary[repeat]
        starts = [{"p": p, "q": q, "v": monetary.mean() * (q - 1) / p} for p, q in ((6.0, 4.0), (1.0, 2.0))]
        found = maximise(GammaGammaLikelihood(frequency, monetary), starts, [("p", "q", "v")])
        return self._keep(found, {("p", "q", "v"): _(
            "The data do not show how much spending varies between customers and from purchase to purchase: many values of p, q and v fit "
            "as well as these, so they have no standard error. Forecasts can be used. More customers or a longer time would tell more.")})

    def expected_value(self, summary):
        """Return what each customer is expected to spend in a purchase, given the purchases so far.

        That is p (v + x m) ÷ (p x + q − 1) for x repeat purchases with the mean m: between the
        customer's own mean and that of all customers, nearer to the own the more purchases there are.

        Parameters
        ----------
        summary : pandas.DataFrame
            As for :meth:`fit`; these need not be the customers of the fit.

        Returns
        -------
        pandas.Series
            ``expected_value`` by customer, in yuan.

        Raises
        ------
        CourseError
            If the model is not fitted yet, the summary has impossible values, or the mean is infinite:
            customers differ so much that q is at most 1, and a customer has few purchases or none.
        """
        frequency, monetary = spending(summary)
        p, q, v = self.params_
        weight = p * frequency + q - 1
        endless = summary.index[weight <= 0]
        if len(endless):
            raise CourseError(_("What these customers spend has no finite mean, because a few customers spend so much more than the others "
                                "(q = {q:.2f}) and these have hardly bought: {customers} ({count} in all). Leave out customers of another "
                                "kind, such as resellers, and fit again.").format(q=q, customers=first_few(endless), count=len(endless)))
        return pd.Series(p * (v + frequency * monetary) / weight, summary.index, name="expected_value")
