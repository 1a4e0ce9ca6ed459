"""Customers without whom a typical mistake would make no difference: every learner gets some of each kind."""

from functools import cache

UNTIL = "2025-06-30"
CHOICES_AT_A_LIMIT = (3, 5)
ROUNDS_TO_LEARN_FROM = 4


@cache
def telling_customers(load):
    """Return the customers of each kind, as sets of ids.

    They are those who joined before they bought, those of a known age who left a rating of their needs blank, those
    who stand exactly at a limit of orientation in paper goods (the cheaper offer in 3 or 5 of 8 choices), and those
    whose later choices turn round, in one category, what their first four show.
    """
    return [_joined_before_buying(load), _left_a_rating_blank(load), _at_a_limit_of_orientation(load), _turn_round_later(load)]


def _joined_before_buying(load):
    customers, orders = load("customers"), load("orders")
    bought = orders["customer_id"][(orders["amount"] > 0) & (orders["date"] <= UNTIL)]
    return frozenset(customers["customer_id"][customers["joined_on"] <= UNTIL]) - frozenset(bought)


def _left_a_rating_blank(load):
    customers, survey = load("customers"), load("needs_survey")
    of_known_age = customers["customer_id"][customers["age_band"].notna()]
    return frozenset(survey["customer_id"][survey.isna().any(axis=1)]) & frozenset(of_known_age)


def _at_a_limit_of_orientation(load):
    paper = load("choices").query("category == 'paper'")
    cheaper = paper["taken"].eq("cheaper").groupby(paper["customer_id"]).sum()
    return frozenset(cheaper.index[cheaper.isin(CHOICES_AT_A_LIMIT)])


def _turn_round_later(load):
    choices = load("choices")
    cheaper = choices["taken"].eq("cheaper").astype(float)
    pair = [choices["customer_id"], choices["category"]]
    first, every = (rounds.groupby(pair).mean() > 0.5 for rounds in (cheaper.where(choices["round"] <= ROUNDS_TO_LEARN_FROM), cheaper))
    categories = (first != every).groupby(level="customer_id").sum()
    return frozenset(categories.index[categories == 1])
