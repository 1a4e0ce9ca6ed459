"""lifetimes: its table for models, and its models."""

from lifetimes import BetaGeoFitter, GammaGammaFitter
from lifetimes.utils import summary_data_from_transaction_data

from benchmarks import figures
from benchmarks.data import LAST_DAY, customer_table, sales_log
from benchmarks.measure import done_once

PACKAGE = "lifetimes"


def btyd_summary(lines, lines_per_order):
    """One row per customer: repeat purchase days, recency, T, mean money."""
    log = sales_log(lines, lines_per_order)
    columns = ("customer_id", "date", "amount")
    return lambda: summary_data_from_transaction_data(log, *columns, observation_period_end=LAST_DAY), figures.of_summary


def bg_nbd(customers):
    """BG/NBD by maximum likelihood."""
    table = customer_table(customers)
    work = done_once(lambda: BetaGeoFitter().fit(table["frequency"], table["recency"], table["T"]))
    return work, lambda fitted: figures.of_bg_nbd(table, fitted.params_.to_numpy())


def gamma_gamma(customers):
    """Gamma-Gamma by maximum likelihood."""
    table = customer_table(customers).query("frequency > 0")
    work = done_once(lambda: GammaGammaFitter().fit(table["frequency"], table["monetary_value"]))
    return work, lambda fitted: figures.of_gamma_gamma(table, fitted.params_.to_numpy())
