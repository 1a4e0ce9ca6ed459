"""No learner gets a degenerate sample, and typical mistakes never give the right answer by chance."""

import numpy as np
import pandas as pd
import pytest

import crmlib as crm
from crmlib.data import load

IDS = [f"2026{number:04d}" for number in range(1000)]
CUTS = (0.65, 0.85)


def classes(held):
    """Classes 0, 1, 2 (A, B, C) by the share of sales held by others."""
    return (held >= CUTS[0]).astype(int) + (held >= CUTS[1])


def right(totals):
    """Class by the share held by strictly larger totals; totals of 0 or less are C."""
    positive = -np.sort(-totals.clip(min=0))
    held = np.append(0, positive.cumsum())[np.searchsorted(-positive, -totals, side="left")]
    return np.where(totals <= 0, 2, classes(held / positive.sum()))


def mistakes(net, gross, two_years):
    """The classes that typical mistakes give."""
    order = np.argsort(-net, kind="stable")
    place = np.empty(len(net))
    place[order] = np.arange(len(net)) / len(net)
    share = net.clip(min=0) / net.clip(min=0).sum()
    up_to = np.empty(len(net))
    up_to[order] = share[order].cumsum()
    return {
        "cuts_on_share_of_customers": classes(place),
        "crossing_customer_in_b": (up_to > CUTS[0]).astype(int) + (up_to > CUTS[1]),
        "cumulated_unsorted": classes(share.cumsum() - share),
        "equal_thirds": (place * 3).astype(int),
        "refunds_left_out": right(gross),
        "two_years_instead_of_one": right(two_years),
    }


def totals_of_2025(orders):
    """One row per customer with an order in 2025: net, gross and two-year totals (yuan)."""
    year = orders[orders["date"].dt.year == 2025]
    totals = year.groupby("customer_id")["amount"].sum().to_frame("net")
    totals["gross"] = year[year["kind"].eq("purchase")].groupby("customer_id")["amount"].sum()
    totals["two_years"] = orders.groupby("customer_id")["amount"].sum()
    return totals.fillna(0).round(2)


@pytest.fixture(scope="module")
def members():
    """The customers of every id, in the order of their ids."""
    return [sorted(load("customers", student=student)["customer_id"]) for student in IDS]


@pytest.fixture(scope="module")
def samples(members):
    """The totals of every id's customers, in the order of their ids."""
    everyone = totals_of_2025(load("orders"))
    return [everyone.reindex(customers).dropna() for customers in members]


@pytest.fixture(scope="module")
def nets(samples):
    return [sample["net"].to_numpy() for sample in samples]


def test_nearly_all_customers_have_an_order_in_2025(samples):
    assert min(len(sample) for sample in samples) >= 290


def test_no_class_is_empty_and_sizes_stay_in_range(nets):
    sizes = np.array([np.bincount(right(net), minlength=3) for net in nets])
    low, high = sizes.min(axis=0), sizes.max(axis=0)
    assert (low >= [40, 62, 175]).all() and (high <= [58, 70, 196]).all(), (low, high)


def test_someone_sent_back_as_much_as_was_bought(nets):
    assert min((net <= 0).sum() for net in nets) >= 1


def test_no_customer_is_the_whole_business(nets):
    assert max(net.max() / net[net > 0].sum() for net in nets) < 0.2


def test_no_one_stands_near_a_cut(nets):
    for net in nets:
        positive = -np.sort(-net.clip(min=0))
        share = positive.cumsum() / positive.sum()
        for cut in CUTS:
            crossing = np.argmax(share >= cut)
            assert np.abs(share - cut).min() > 0.0005
            assert positive[crossing] - positive[crossing + 1] >= 0.999


def test_typical_mistakes_differ_from_the_right_answer(samples):
    for student, sample in zip(IDS, samples, strict=True):
        columns = [sample[column].to_numpy() for column in ("net", "gross", "two_years")]
        for name, wrong in mistakes(*columns).items():
            assert (wrong != right(columns[0])).any(), (student, name)


def test_samples_differ_between_learners(samples):
    shared = [len(first.index.intersection(second.index)) for first, second in zip(samples, samples[1:], strict=False)]
    assert max(shared) < 60


# The RFM exercise: the samples of all ids stand one under the other, with the id in column `student`.

AS_OF = pd.Timestamp("2025-12-31")
OWN_RULES = {"valuable_quiet": {"m": (4, 5), "r": (1, 2)}, "regular": {"f": (4, 5)}, "new": {"r": (5, 5), "f": (1, 1)},
             "quiet": {"r": (1, 2)}, "rest": {}}
LETTER = pd.DataFrame({"with_letter": [0.66, 0.49, 0.26, 0.05], "without": [0.66, 0.38, 0.16, 0.04]},
                      index=["champions", "potential_loyalists", "at_risk", "hibernating"])


def equal_groups(values, by, bins=5, method="min"):
    """Scores 1 to `bins` within the groups of `by`."""
    groups = values.groupby(by)
    return (groups.rank(method=method).astype(int) - 1) * bins // groups.transform("size") + 1


def for_everyone(differs, students):
    """Whether each learner has at least one customer for whom `differs` holds."""
    return bool(differs.groupby(students).any().all())


@pytest.fixture(scope="module")
def lines():
    return load("order_lines").merge(load("orders")[["order_id", "customer_id", "date", "kind"]], on="order_id")


@pytest.fixture(scope="module")
def rfm(lines, members):
    """Recency, frequency, money and scores of every id's customers."""
    mine = pd.DataFrame({"student": np.repeat(IDS, [len(customers) for customers in members]), "customer_id": np.concatenate(members)})
    scored = mine.join(crm.rfm_table(lines, AS_OF), on="customer_id")
    student, days, orders, money = (scored[column] for column in ("student", "days_since_last", "frequency", "monetary"))
    scored = scored.assign(r=equal_groups(-days, student), f=equal_groups(orders, student), m=equal_groups(money, student))
    scored["nested_f"] = equal_groups(orders, [student, scored["r"]])
    scored["nested_m"] = equal_groups(money, [student, scored["r"], scored["nested_f"]])
    scored.attrs["bins"] = {"r": 5, "f": 5, "m": 5}
    return scored


def test_every_customer_of_a_sample_has_bought(rfm):
    assert rfm["days_since_last"].between(0, 730).all() and rfm["frequency"].ge(1).all()


def test_the_scores_here_are_those_of_the_course(rfm):
    one = rfm[rfm["student"] == IDS[0]].set_index("customer_id")
    assert crm.rfm_score(one)[["r", "f", "m"]].equals(one[["r", "f", "m"]])
    assert crm.rfm_score(one, method="nested")[["f", "m"]].to_numpy().tolist() == one[["nested_f", "nested_m"]].to_numpy().tolist()


def test_typical_mistakes_in_recency_frequency_and_money_show_in_every_sample(rfm, lines):
    every, bought = (log.groupby("customer_id") for log in (lines, lines[lines["kind"] == "purchase"]))
    in_2025 = lines[lines["date"].dt.year == 2025].groupby("customer_id")["amount"].sum()
    orders = load("orders").groupby("customer_id")["amount"].mean()
    wrong = {
        "days_since_last": {"recency_of_refunds": (AS_OF - every["date"].max()).dt.days,
                            "recency_of_the_first_purchase": (AS_OF - bought["date"].min()).dt.days,
                            "recency_as_last_minus_first": (bought["date"].max() - bought["date"].min()).dt.days},
        "frequency": {"lines_counted": every.size(), "lines_of_purchases_counted": bought.size(),
                      "refunds_counted": every["order_id"].nunique(), "days_counted": bought["date"].nunique()},
        "monetary": {"mean_of_lines": every["amount"].mean(), "mean_of_orders": orders, "money_without_refunds": bought["amount"].sum(),
                     "money_of_one_year": in_2025},
    }
    for column, answers in wrong.items():
        for name, answer in answers.items():
            found = rfm["customer_id"].map(answer).fillna(0)
            assert for_everyone((found - rfm[column]).abs() > 0.011, rfm["student"]), name
    sent_back = rfm["customer_id"].map(every["quantity"].sum()) != rfm["customer_id"].map(bought["quantity"].sum())
    assert for_everyone(sent_back, rfm["student"])


def test_typical_mistakes_in_the_scores_show_in_every_sample(rfm):
    days, orders, students = rfm["days_since_last"], rfm["frequency"], rfm["student"]
    width = rfm.groupby("student")["monetary"].transform(lambda money: pd.cut(money, 5, labels=False)) + 1
    assert for_everyone(equal_groups(days, students) != rfm["r"], students)
    assert for_everyone(equal_groups(orders, students, method="first") != rfm["f"], students)
    assert for_everyone(width != rfm["m"], students)
    assert for_everyone(rfm["nested_m"] != rfm["m"], students)


def test_groups_of_frequency_are_unequal_and_those_of_money_nearly_equal(rfm):
    sizes = {part: rfm.groupby(["student", part]).size().unstack() for part in ("f", "m")}
    assert sizes["m"].min(axis=None) >= 59 and sizes["m"].max(axis=None) <= 61
    assert sizes["f"].max(axis=1).min() >= 64 and sizes["f"].min(axis=1).between(20, 55).all()


def test_nested_groups_move_many_customers_and_not_the_same_number_in_every_count(rfm):
    moved = pd.DataFrame({"f": rfm["nested_f"] != rfm["f"], "m": rfm["nested_m"] != rfm["m"]}).assign(any=lambda moved: moved.any(axis=1))
    counts = moved.groupby(rfm["student"]).sum()
    assert counts["m"].between(200, 235).all() and (counts["any"] > counts["m"]).all() and (counts["f"] < counts["m"]).all()


def test_ms_lins_rules_give_no_small_class_and_cuts_that_are_met(rfm):
    cuts = {"r": [30, 60, 120], "f": [3, 6, 12], "m": [300, 800, 2000]}
    left_out = {"r": [29, 59, 119], "f": [4, 7, 13], "m": [300.01, 800.01, 2000.01]}
    right, strict = (crm.rfm_score(rfm, method="thresholds", thresholds=given) for given in (cuts, left_out))
    for part in ("r", "f", "m"):
        assert right.groupby(["student", part]).size().unstack(fill_value=0).min(axis=None) >= 25, part
    assert for_everyone(right["f"] != strict["f"], rfm["student"])
    assert for_everyone(right["m"] != equal_groups(rfm["monetary"], rfm["student"], bins=4), rfm["student"])


def test_own_segments_hold_customers_and_money_and_their_mistakes_show(rfm):
    segments = crm.rfm_segment(rfm, OWN_RULES)["segment"]
    assert rfm.groupby(["student", segments]).size().unstack(fill_value=0).min().ge([3, 70, 70, 70, 15]).all()
    assert rfm["monetary"].where(segments == "valuable_quiet", 0).groupby(rfm["student"]).sum().min() > 25_000
    either = segments.mask((rfm["m"] >= 4) | (rfm["r"] <= 2), "valuable_quiet")
    turned_round = {**OWN_RULES, "valuable_quiet": {"m": (4, 5), "r": (4, 5)}, "new": {"r": (1, 1), "f": (1, 1)}, "quiet": {"r": (4, 5)}}
    wrong = [crm.rfm_segment(rfm, {name: OWN_RULES[name] for name in order})["segment"]
             for order in (["quiet", "new", "regular", "valuable_quiet", "rest"], ["regular", "valuable_quiet", "new", "quiet", "rest"])]
    for answer in [*wrong, either, crm.rfm_segment(rfm, turned_round)["segment"]]:
        assert for_everyone(answer != segments, rfm["student"])


def test_the_letter_ranks_the_segments_otherwise_than_the_response_or_one_customer_does(rfm):
    usual = crm.rfm_segment(rfm)["segment"]
    counts = usual.groupby(rfm["student"]).value_counts().unstack()[LETTER.index]
    assert counts.min(axis=None) >= 20 and counts.max(axis=None) <= 100
    for_one = (LETTER["with_letter"] - LETTER["without"]) * 61 - 4
    gain = counts * for_one
    best_two, champions, hibernating = gain[["potential_loyalists", "at_risk"]], gain["champions"], gain["hibernating"]
    assert best_two.min(axis=None) > 40 and champions.max() < -80 and (champions - hibernating).min() > 10
    assert (best_two["at_risk"] > best_two["potential_loyalists"]).mean() > 0.2
    assert LETTER["with_letter"].idxmax() == "champions" == for_one.idxmin()
