"""The exercise on the value quadrant: no learner gets a degenerate sample, and typical mistakes never give the right answer by chance."""

import numpy as np
import pandas as pd
import pytest

import crmlib as crm
from crmlib.data import load
from crmlib.quadrant import QUADRANTS

IDS = [f"2026{number:04d}" for number in range(1000)]
LIMITS = {"current_threshold": 250, "potential_threshold": 150}
COSTS = np.array([60, 25, 2, 5])
SHARES = np.array([0.12, 0.15, 0.02, 0.5])
VIP, IMPROVE, MAINTAIN, ABANDON = range(4)


class Year:
    """What every customer of the firm bought in a year, by category; learners pick their own rows."""

    def __init__(self, year):
        orders, products = load("orders"), load("products")[["product_id", "category", "unit_cost"]]
        orders = orders.loc[orders["date"].dt.year == year, ["order_id", "customer_id", "kind"]]
        lines = load("order_lines").merge(orders, on="order_id").merge(products, on="product_id")
        lines["gross_profit"] = lines["amount"] - lines["quantity"] * lines["unit_cost"]
        self.lines, bought = lines, lines[lines["quantity"] > 0]
        self.customers = np.sort(lines["customer_id"].unique())
        table = lines.pivot_table(index="customer_id", columns="category", values="gross_profit", aggfunc="sum", fill_value=0.0)
        self.tried = pd.crosstab(bought["customer_id"], bought["category"]).reindex_like(table).gt(0).to_numpy()
        self.profit = table.to_numpy()
        self.bought = bought.groupby("customer_id")["order_id"].nunique().reindex(self.customers, fill_value=0).to_numpy()
        self.papers = lines.groupby("customer_id")["order_id"].nunique().to_numpy()
        self.row = np.full(1 + len(load("customers")), -1)
        self.row[number(self.customers)] = np.arange(len(self.customers))
        self.kind = load("customers").set_index("customer_id")["kind"].reindex(self.customers).to_numpy()

    def of(self, customers):
        """Return ids, current and potential value of those customers (by number) who are in the year."""
        rows = self.row[customers]
        rows = rows[rows >= 0]
        potential = np.zeros(len(rows))
        for name in ("person", "firm"):
            part = self.kind[rows] == name
            tried, orders = self.tried[rows][part], self.bought[rows][part]
            earned, made = (self.profit[rows][part] * tried).sum(axis=0), (tried * orders[:, None]).sum(axis=0)
            per_order = np.divide(earned, made, out=np.zeros(len(earned)), where=made > 0)
            potential[part] = orders * (~tried @ per_order)
        return self.customers[rows], (self.profit[rows].sum(axis=1) - 8 * self.papers[rows]).round(2), potential.round(2)


def number(ids):
    """The number in a customer id: C0001 is 1."""
    return np.array([int(name[1:]) for name in ids])


def kinds(current, potential, current_threshold=250.0, potential_threshold=150.0):
    high = potential >= potential_threshold
    return np.select([(current + potential).round(2) < 0, high & (current >= current_threshold), high], [ABANDON, VIP, IMPROVE], MAINTAIN)


@pytest.fixture(scope="module")
def years():
    return {year: Year(year) for year in (2024, 2025)}


@pytest.fixture(scope="module")
def samples(years):
    """For every id and year: ids, current and potential value of the learner's customers."""
    members = (np.sort(number(load("customers", student=student)["customer_id"])) for student in IDS)
    return [{year: data.of(customers) for year, data in years.items()} for customers in members]


def test_the_values_here_are_those_of_the_course(years, samples):
    mine, kind = load("customers", student=IDS[0]), load("customers").set_index("customer_id")["kind"]
    for year, (ids, current, potential) in samples[0].items():
        lines = years[year].lines
        values = crm.current_and_potential(lines[lines["customer_id"].isin(mine["customer_id"])], kind, cost_per_order=8)
        assert values.index.tolist() == ids.tolist()
        np.testing.assert_allclose(values, np.column_stack([current, potential]), atol=0.0051)
        table = crm.value_quadrant(values["current"].round(2), values["potential"].round(2), **LIMITS)
        assert table["quadrant"].tolist() == [QUADRANTS[number] for number in kinds(current, potential)]


def test_no_kind_is_empty_and_nobody_stands_within_a_fen_of_a_threshold(samples):
    for student, sample in zip(IDS, samples, strict=True):
        _ids, current, potential = sample[2025]
        sizes = np.bincount(kinds(current, potential), minlength=4)
        assert (sizes >= [35, 35, 70, 1]).all() and (sizes <= [110, 150, 230, 9]).all(), (student, sizes)


def test_mistakes_in_the_current_value_show_in_every_sample(years):
    lines = years[2025].lines
    who, refund, first = lines["customer_id"], lines["kind"] == "refund", ~lines["order_id"].duplicated()
    profit, service = lines["gross_profit"], 6.0 + 14.0 * refund
    parts = {"sales": lines["amount"], "profit": profit, "one_piece_each": lines["amount"] - lines["unit_cost"],
             "profit_of_purchases": profit.where(~refund, 0.0), "cost": service.where(first, 0.0), "cost_of_lines": service,
             "cost_as_orders": first * 6.0, "cost_of_purchases": service.where(first & ~refund, 0.0)}
    each = pd.DataFrame(parts).groupby(who).sum()
    right = each["profit"] - each["cost"]
    wrong = {
        "sales_not_profit": each["sales"] - each["cost"],
        "cost_forgotten": each["profit"],
        "one_piece_each": each["one_piece_each"] - each["cost"],
        "lines_counted": each["profit"] - each["cost_of_lines"],
        "refund_as_order": each["profit"] - each["cost_as_orders"],
        "refunds_left_out": each["profit_of_purchases"] - each["cost_of_purchases"],
        "cost_added": each["profit"] + each["cost"],
    }
    differs = pd.DataFrame({name: (answer - right).abs() > 0.011 for name, answer in wrong.items()})
    for student in IDS:
        shows = differs[differs.index.isin(load("customers", student=student)["customer_id"])].any()
        assert shows.all(), (student, shows)


def test_mistakes_in_the_kinds_show_in_every_sample(samples):
    for student, sample in zip(IDS, samples, strict=True):
        _ids, current, potential = sample[2025]
        right = kinds(current, potential)
        middle = [(values.min() + values.max()) / 2 for values in (current, potential)]
        wrong = {
            "total_clv_used_as_potential": kinds(current, current + potential),
            "cut_at_mid_range": kinds(current, potential, *middle),
            "cut_at_means": kinds(current, potential, current.mean(), potential.mean()),
            "axes_swapped": kinds(potential, current),
            "improve_and_maintain_swapped": np.select([right == IMPROVE, right == MAINTAIN], [MAINTAIN, IMPROVE], right),
            "loss_alone": np.where(current < 0, ABANDON, right),
            "nobody_abandoned": np.where(right == ABANDON, MAINTAIN, right),
        }
        for name, answer in wrong.items():
            assert (answer != right).any(), (student, name)


def test_mistakes_in_the_value_of_the_growable_show_in_every_sample(samples):
    for student, sample in zip(IDS, samples, strict=True):
        _ids, current, potential = sample[2025]
        improve = kinds(current, potential) == IMPROVE
        right = potential[improve].sum()
        added = current[improve].sum()
        wrong = [improve.sum(), potential[improve].mean(), added, added + right, potential.sum()]
        assert right > 5000 and min(abs(answer - right) for answer in wrong) > 100 and potential.sum() > 1.3 * right, student


def test_mistakes_in_the_policies_show_in_every_sample(samples):
    for student, sample in zip(IDS, samples, strict=True):
        _ids, current, potential = sample[2025]
        found = kinds(current, potential)
        count = np.bincount(found, minlength=4)
        sums = np.array([np.bincount(found, values, minlength=4) for values in (current, potential)])
        loss = -(sums[0] + sums[1])[ABANDON]
        gain = SHARES * np.append(sums[1, :3].clip(min=0), loss)
        right = gain - COSTS * count
        wrong = [gain, gain / SHARES - COSTS * count, right / count, gain - COSTS, SHARES * sums[1] - COSTS * count,
                 SHARES * np.abs(sums.sum(axis=0)) - COSTS * count, SHARES * sums[0] - COSTS * count]
        assert all((np.abs(answer - right) > 0.02).any() for answer in wrong), student
        assert loss > 10, (student, loss)


def test_mistakes_in_the_moves_show_in_every_sample(samples):
    for student, sample in zip(IDS, samples, strict=True):
        (old_ids, old_current, old_potential), (new_ids, new_current, new_potential) = sample[2024], sample[2025]
        before = pd.DataFrame({"current": old_current, "kind": kinds(old_current, old_potential)}, index=old_ids)
        after = pd.DataFrame({"current": new_current, "kind": kinds(new_current, new_potential)}, index=new_ids)
        both = before.join(after.add_suffix("_now"))
        was, still = both["kind"] == VIP, (both["kind"] == VIP) & (both["kind_now"] == VIP)
        new = (after["kind"] == VIP) & (before["kind"].reindex(after.index) != VIP)
        means = [kinds(current, potential, current.mean(), potential.mean()) for current, potential in
                 ((old_current, old_potential), (new_current, new_potential))]
        lost_by_means = (pd.Series(means[0], old_ids) == VIP) & (pd.Series(means[1], new_ids).reindex(old_ids) != VIP)
        right = both["current"][was & ~still].sum()
        wrong = [both["current"][still].sum(), both["current"][was].sum(), both["current_now"][was & ~still].sum(),
                 after["current"][new].sum(), both["current"][lost_by_means].sum(), (was & ~still).sum()]
        assert right > 500 and min(abs(answer - right) for answer in wrong) > 0.02, student
        same, known = both["kind"] == both["kind_now"], both["kind_now"].notna()
        stayed, moved = both["current_now"][same].sum(), both["current_now"][known & ~same].sum()
        wrong = [moved, both["current"][same].sum(), new_current.sum() - moved, both["current_now"][still].sum(), same.sum()]
        assert stayed > 500 and min(abs(answer - stayed) for answer in wrong) > 0.02, student
