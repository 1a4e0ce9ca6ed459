"""No learner gets a degenerate sample, and typical mistakes never give the right answer by chance."""

import numpy as np
import pytest

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
def samples():
    """The totals of every id's customers, in the order of their ids."""
    everyone = totals_of_2025(load("orders"))
    mine = (load("customers", student=student)["customer_id"] for student in IDS)
    return [everyone.reindex(sorted(customers)).dropna() for customers in mine]


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
