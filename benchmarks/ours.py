"""What the course does, run in its own environment."""

from benchmarks import figures
from benchmarks.data import LAST_DAY, customer_table, sales_log, supermarket_lines
from benchmarks.measure import done_once
from crmlib.btyd import summary
from crmlib.btyd.bg_nbd import BGNBD
from crmlib.btyd.gamma_gamma import GammaGamma
from crmlib.mining.baskets import basket_pairs
from crmlib.rfm import table as rfm

PACKAGE = "crm-courseware"


def btyd_summary(lines, lines_per_order):
    """One row per customer: repeat purchase days, recency, T, mean money; with checks and audit."""
    log = sales_log(lines, lines_per_order)
    return lambda: summary.btyd_summary(log, as_of=LAST_DAY, unit="days"), figures.of_summary


def rfm_table(lines, lines_per_order):
    """One row per customer: days since the last purchase, orders, money; with checks and audit."""
    log = sales_log(lines, lines_per_order)
    return lambda: rfm.rfm_table(log, as_of=LAST_DAY), figures.of_rfm


def bg_nbd(customers):
    """BG/NBD by maximum likelihood, with checks and standard errors."""
    table = customer_table(customers)
    work = done_once(lambda: BGNBD().fit(table))
    return work, lambda fitted: figures.of_bg_nbd(table, fitted.params_.to_numpy())


def gamma_gamma(customers):
    """Gamma-Gamma by maximum likelihood, with checks and standard errors."""
    table = customer_table(customers).query("frequency > 0")
    work = done_once(lambda: GammaGamma().fit(table))
    return work, lambda fitted: figures.of_gamma_gamma(table, fitted.params_.to_numpy())


def pairs(count):
    """All pairs of products that lie together in at least `count` baskets, with a test against chance."""
    lines = supermarket_lines()
    return lambda: basket_pairs(lines, "basket_id", "product_id", count), lambda found: figures.of_pairs(found["count"], found["lift"])
