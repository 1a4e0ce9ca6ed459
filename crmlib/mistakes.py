"""What typical mistakes give: so that a check can name the one that was made."""

import numpy as np
import pandas as pd

from crmlib.curves import fit_profit_curve
from crmlib.dwyer import retention_clv
from crmlib.events import customer_event_clv
from crmlib.needs import DEMAND_STATES, NEEDS, customer_orientation
from crmlib.pareto import CUTS
from crmlib.quadrant import value_quadrant
from crmlib.transactions.dates import as_day, today


def abc_crossing_customer_out(values, cuts=CUTS):
    """Grade by the share that includes the customer: whoever crosses a cut falls below it."""
    ranked = values.sort_values(ascending=False)
    return _cut(ranked.cumsum() / ranked.sum(), cuts, side="left")


def abc_cuts_on_customers(values, cuts=CUTS):
    """Cut the ranked list at 65 % and 85 % of the customers instead of the sales."""
    ranked = values.sort_values(ascending=False)
    return _cut(pd.Series(np.arange(len(ranked)) / len(ranked), index=ranked.index), cuts)


def abc_equal_thirds(values):
    """Put a third of the customers into each class."""
    return abc_cuts_on_customers(values, (1 / 3, 2 / 3))


def abc_unsorted(values, cuts=CUTS):
    """Accumulate in the order of the table, without ranking first."""
    return _cut((values.cumsum() - values) / values.sum(), cuts)


def rfm_recency_from_today(table, as_of):
    """Count the days to the date on which the notebook runs, instead of to the as-of day."""
    return table["days_since_last"] + (today() - as_day(as_of, "as_of")).days


def rfm_recency_of_refunds(log, as_of):
    """Count the days since the last line, even if that was a refund."""
    return (as_day(as_of, "as_of") - log.groupby("customer_id")["date"].max().dt.normalize()).dt.days


def rfm_lines_as_purchases(log):
    """Count lines instead of orders."""
    return log.groupby("customer_id").size()


def rfm_refunds_as_purchases(log):
    """Count refunds among the orders."""
    return log.groupby("customer_id")["order_id"].nunique()


def rfm_mean_amount(log):
    """Take the mean of the lines instead of their sum."""
    return log.groupby("customer_id")["amount"].mean().round(2)


def rfm_refunds_left_out(log):
    """Add up the purchases alone, without the refunds."""
    return log["amount"].clip(lower=0).groupby(log["customer_id"]).sum().round(2)


def rfm_more_days_score_higher(table, bins=5):
    """Score recency without turning it round: the longer away, the higher the score."""
    return _equal_groups(table["days_since_last"], bins, "min")


def rfm_equal_width(values, bins=5):
    """Cut the range of the values into parts of equal width, instead of the customers into equal groups."""
    return pd.cut(values, bins, labels=range(1, bins + 1)).astype(int)


def rfm_ties_split(values, bins=5):
    """Make the groups equal at all costs: customers with the same value get different scores."""
    return _equal_groups(values, bins, "first")


def _equal_groups(values, bins, method):
    return (values.rank(method=method).astype(int) - 1) * bins // len(values) + 1


def _cut(share, cuts, side="right"):
    return pd.Series(np.array(["A", "B", "C"])[np.searchsorted(cuts, share, side=side)], index=share.index)


def clv_not_discounted(margin, retention_rate, **terms):
    """Add up the profit of all periods as if a later yuan were worth as much as one today."""
    return retention_clv(margin, retention_rate, **{**terms, "discount_rate": 0.0}).clv


def clv_discounted_one_period_more(margin, retention_rate, **terms):
    """Discount every period once too often, so that the first is discounted twice."""
    right = retention_clv(margin, retention_rate, **terms)
    return right.highest_acquisition_cost / (1 + terms["discount_rate"]) - right.acquisition_cost


def clv_kept_before_the_first_purchase(margin, retention_rate, **terms):
    """Multiply the first purchase of a new customer by the retention rate too."""
    return retention_clv(margin, retention_rate, **{**terms, "customer": "existing"}).clv


def clv_retained_once(margin, retention_rate, *, periods, **terms):
    """Multiply every later period of a new customer by the retention rate once, instead of once for each renewal."""
    return retention_clv(margin, [retention_rate, *[1.0] * (periods - 2)], **terms).clv


def clv_churn_as_retention(margin, retention_rate, **terms):
    """Take the share of the customers who leave for the share who stay."""
    return retention_clv(margin, 1 - retention_rate, **terms).clv


def clv_without_acquisition_cost(margin, retention_rate, **terms):
    """Forget what it cost to win the customer."""
    return retention_clv(margin, retention_rate, **terms).highest_acquisition_cost


def migration_rates_on_all_buyers(repurchase_rates, periods):
    """Apply the rate of each recency cell to everybody who bought so long ago, also to those who have bought since."""
    buyers = [1.0]
    while len(buyers) < periods:
        buyers.append(sum(rate * earlier for rate, earlier in zip(repurchase_rates, reversed(buyers))))
    return _by_period(buyers)


def migration_pause_is_loss(repurchase_rates, periods):
    """Give up everybody who does not buy in one period."""
    return _by_period([repurchase_rates[0] ** pause for pause in range(periods)])


def migration_recency_never_reset(repurchase_rates, periods):
    """Go down the list of rates period by period, as if a purchase did not bring customers back to the first cell."""
    return _by_period([1.0, *repurchase_rates, *[0.0] * periods][:periods])


def events_all_certain(events, **terms):
    """Count every event as if it were sure to happen."""
    return customer_event_clv(events.assign(probability=1.0), **terms).clv


def events_without(events, name, **terms):
    """Leave out the events of one name, such as bad debt."""
    return customer_event_clv(events[events["event"] != name], **terms).clv


def events_discounted_by_row(events, **terms):
    """Discount each event by its place in the list instead of its period."""
    return customer_event_clv(events.assign(period=range(1, len(events) + 1)), **terms).clv


def curve_on_running_total(profits, shape, **terms):
    """Fit the curve to the running total of the profit, and take what it says for the profit of a period."""
    return fit_profit_curve(np.cumsum(profits), shape, **terms)


def curve_past_twice(forecast):
    """Add the curve of the whole life to the past profit, and so count the past a second time."""
    return float(forecast.totals.loc["past_profit", "value"] + forecast.periods["fitted"].sum())


def curve_polynomial(profits, periods, degree, first=None):
    """Fit a polynomial, such as the one closest to the past, and add it up from the period `first` (the one after the past) to `periods`."""
    curve = np.polynomial.Polynomial.fit(np.arange(1, len(profits) + 1), profits, degree)
    return float(curve(np.arange(first or len(profits) + 1, periods + 1)).sum())


def quadrant_lifetime_value_as_potential(current, potential, **thresholds):
    """Take the whole lifetime value for the potential, so that the current value is in both."""
    return value_quadrant(current, current + potential, **thresholds)["quadrant"]


def quadrant_cut_at_mid_range(current, potential):
    """Cut halfway between the smallest and the largest value: a few large customers decide for all."""
    middle_current, middle_potential = ((values.min() + values.max()) / 2 for values in (current, potential))
    return value_quadrant(current, potential, current_threshold=middle_current, potential_threshold=middle_potential)["quadrant"]


def quadrant_improve_and_maintain_swapped(quadrants):
    """Call the growable customers "maintain", and those without potential "improve"."""
    return quadrants["quadrant"].replace({"improve": "maintain", "maintain": "improve"})


def _by_period(values):
    return pd.Series(values, index=pd.RangeIndex(1, len(values) + 1, name="period"))


def needs_pooled(ratings, by):
    """Add up the points of a whole group and divide by their total: generous raters count more."""
    points = ratings.groupby(by)[list(NEEDS)].sum()
    return points.div(points.sum(axis=1), axis=0)


def needs_blank_skipped(ratings, by):
    """Divide by the sum of the ratings that were given, and average what is there."""
    points = ratings[list(NEEDS)]
    return points.div(points.sum(axis=1), axis=0).groupby(ratings[by]).mean()


def offers_profit(choices, by, **mistake):
    """Return the yuan that each customer brings when the offer is shown that was taken more often so far, right or with one mistake."""
    return _offers_yuan(choices, by, **mistake).groupby(level="customer_id").sum()


def _offers_yuan(choices, by, *, learn_up_to=4, test_from=5, sold_anyway=False, turned_round=False):
    """Return what each tested choice earns, in yuan, by the id of the customer."""
    learnt = customer_orientation(choices[choices["round"] <= learn_up_to], by)["share_cheaper"]
    tested = choices[choices["round"] >= test_from].join(learnt, on=by)
    shows_cheaper = (tested["share_cheaper"] > 0.5) != turned_round
    sold = sold_anyway | (shows_cheaper == (tested["taken"] == "cheaper"))
    return pd.Series(np.where(sold, np.where(shows_cheaper, 9, 16), 0), index=tested["customer_id"])


def demand_last_rule_wins(measures):
    """Go through the rules of demand from top to bottom and let later ones write over earlier ones."""
    return _by_rules(measures, ["full", "declining", "irregular", "overfull", "no", "negative", "latent", "unwholesome"])


def demand_without(measures, state):
    """Leave out the rule for one state of demand."""
    return _by_rules(measures, [other for other in DEMAND_STATES if other != state])


def _by_rules(measures, order):
    """Return the state named by the first rule of `order` that holds, in measures with ``harmful``."""
    use = measures["use"]
    holds = {"unwholesome": measures["harmful"], "latent": use.isna(), "negative": measures["liking"] < -0.2, "no": use < 0.2,
             "overfull": measures["lost_months"] >= 8, "irregular": measures["swing"] >= 0.6, "declining": measures["change"] <= -0.1,
             "full": use >= 0.8}
    return pd.Series(np.select([holds[name] for name in order], order, "unclear"), index=measures.index)
