"""pymc-marketing: its table for models, and its models by their quickest method; priors give other figures."""

from pymc_marketing.clv import BetaGeoModel, GammaGammaModel
from pymc_marketing.clv.utils import rfm_summary

from benchmarks import figures
from benchmarks.data import LAST_DAY, customer_table, sales_log
from benchmarks.measure import done_once

PACKAGE = "pymc-marketing"


def btyd_summary(lines, lines_per_order):
    """One row per customer: repeat purchase days, recency, T, mean money."""
    log = sales_log(lines, lines_per_order)
    return lambda: rfm_summary(log, "customer_id", "date", "amount", observation_period_end=LAST_DAY), figures.of_summary


def bg_nbd(customers):
    """BG/NBD, the most likely values given the data and the priors."""
    return _most_likely(BetaGeoModel, customer_table(customers))


def gamma_gamma(customers):
    """Gamma-Gamma, the most likely values given the data and the priors."""
    return _most_likely(GammaGammaModel, customer_table(customers).query("frequency > 0"))


def _most_likely(model, table):
    data = table.rename_axis("customer_id").reset_index()
    work = done_once(lambda: model().fit(data=data, method="map", progressbar=False))
    return work, lambda fitted: {}
