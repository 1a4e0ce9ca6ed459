import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.language import CourseError, use_language
from crmlib.pareto import abc_analysis, abc_summary, gross_profit, service_cost

amounts = st.lists(st.decimals(-1000, 100_000, places=2).map(float), min_size=1, max_size=60).filter(lambda values: max(values) > 0)
cut_points = st.lists(st.integers(1, 99), min_size=1, max_size=5, unique=True).map(lambda cuts: tuple(sorted(cut / 100 for cut in cuts)))


def series(values):
    return pd.Series(values, index=[f"C{i:04}" for i in range(len(values))])


@pytest.fixture
def chinese():
    use_language("zh")
    yield
    use_language("en")


def test_the_textbook_way_on_ten_customers():
    ten = {"Chen": 900, "Deng": 80, "Fang": 150, "Gao": 3000, "Hu": 400, "Jiang": 2000, "Liu": 1600, "Ma": 1100, "Qian": 600, "Tang": 170}
    result = abc_analysis(ten)
    assert "".join(result["grade"]) == "AAABBCCCCC"
    assert result.index.tolist()[:3] == ["Gao", "Jiang", "Liu"]
    assert result["cumulative_share"].tolist()[:4] == pytest.approx([0.30, 0.50, 0.66, 0.77])


def test_a_customer_with_most_of_the_sales_is_in_class_a():
    assert abc_analysis({"hotel": 70, "Li": 20, "Wu": 10})["grade"].to_dict() == {"hotel": "A", "Li": "B", "Wu": "C"}


def test_a_share_exactly_on_the_cut_is_below_it_for_the_next():
    assert abc_analysis({"a": 65, "b": 20, "c": 15})["grade"].to_dict() == {"a": "A", "b": "B", "c": "C"}


def test_one_customer_only():
    assert abc_analysis({"Li": 12.5})["grade"].tolist() == ["A"]


def test_all_equal_are_all_in_one_class():
    result = abc_analysis(dict.fromkeys("abcd", 10))
    assert set(result["grade"]) == {"A"} and set(result["rank"]) == {1}


def test_nothing_and_less_than_nothing_are_in_the_last_class_and_add_no_share():
    result = abc_analysis({"a": 100, "zero": 0, "refund": -40})
    assert result.loc[["zero", "refund"], "grade"].tolist() == ["C", "C"]
    assert result.loc[["zero", "refund"], "share"].tolist() == [0, 0]
    assert result["cumulative_share"].iloc[-1] == 1


def test_noise_in_the_last_bits_splits_no_tie():
    result = abc_analysis({"a": 0.1 + 0.2, "b": 0.3, "c": 0.1})
    assert result["rank"].tolist() == [1, 1, 3]


@given(amounts, cut_points)
def test_every_label_is_graded_once_and_shares_add_up(values, cuts):
    result = abc_analysis(series(values), cuts)
    assert sorted(result.index) == sorted(series(values).index)
    assert result["share"].sum() == pytest.approx(1)
    assert result["cumulative_share"].is_monotonic_increasing
    assert abc_summary(result)["count"].sum() == len(values)


@given(amounts, cut_points)
def test_larger_is_never_in_a_lower_class_and_ties_share_one(values, cuts):
    result = abc_analysis(series(values), cuts)
    assert result["value"].is_monotonic_decreasing and result["grade"].is_monotonic_increasing
    assert (result.groupby("value")["grade"].nunique() == 1).all()


@given(amounts, cut_points)
def test_the_class_follows_the_share_of_strictly_larger_values(values, cuts):
    result = abc_analysis(series(values), cuts)
    cents = (result["value"] * 100).round().astype(int)
    positive = cents.clip(lower=0)
    for label in result.index[cents > 0]:
        held = positive[cents > cents[label]].sum()
        expected = sum(held * 100 >= round(cut * 100) * positive.sum() for cut in cuts)
        assert result.loc[label, "grade"] == "ABCDEF"[expected]


@given(amounts, st.randoms())
def test_the_order_of_the_rows_does_not_matter(values, random):
    shuffled = list(series(values).items())
    random.shuffle(shuffled)
    assert abc_analysis(dict(shuffled))["grade"].to_dict() == abc_analysis(series(values))["grade"].to_dict()


@pytest.mark.parametrize("values, cuts, words", [
    ({}, (0.65, 0.85), "no values"),
    ({"a": None, "b": 1}, (0.65, 0.85), "a"),
    ({"a": "dear", "b": 1}, (0.65, 0.85), "a"),
    ({"a": -1, "b": 0}, (0.65, 0.85), "above zero"),
    ({"a": 1}, (0.85, 0.65), "rise"),
    ({"a": 1}, (65, 85), "between 0 and 1"),
    ({"a": 1}, (), "between 0 and 1"),
    (pd.Series([1, 2], index=["Li", "Li"]), (0.65, 0.85), "Li"),
])
def test_bad_input_is_named(values, cuts, words):
    with pytest.raises(CourseError, match=words):
        abc_analysis(values, cuts)


def test_errors_follow_the_language(chinese):
    with pytest.raises(CourseError, match="分割点"):
        abc_analysis({"a": 1}, (0.9, 0.1))


def test_service_cost_counts_heads_and_needs_every_class():
    summary = abc_summary(abc_analysis({"a": 50, "b": 20, "c": 16, "d": 8, "e": 6}))
    assert summary["count"].tolist() == [2, 1, 2]
    assert service_cost(summary, {"A": 30, "B": 10, "C": 1})["service_cost"].tolist() == [60, 10, 2]
    with pytest.raises(CourseError, match="C"):
        service_cost(summary, {"A": 30, "B": 10})


def test_gross_profit_by_supplier_adds_up_to_that_of_the_products():
    products = pd.DataFrame({"product_id": ["p", "q", "r"], "supplier_id": ["s", "s", "t"], "list_price": [10.0, 20.0, 5.0],
                             "unit_cost": [6.0, 15.0, 1.0], "average_stock": [10, 2, 50]})
    lines = pd.DataFrame({"product_id": ["p", "q", "p", "p"], "quantity": [3, 1, 2, -1], "amount": [30.0, 18.0, 20.0, -10.0]})
    by_product, by_supplier = gross_profit(lines, products), gross_profit(lines, products, by="supplier_id")
    assert by_supplier.loc["s", "gross_profit"] == by_product.loc[["p", "q"], "gross_profit"].sum() == 40 - 24 + 18 - 15
    assert by_supplier.loc["s", "turnover"] == pytest.approx((24 + 15) / (60 + 30))
    assert by_product.loc["r", ["sales", "gross_profit"]].tolist() == [0, 0]
    assert np.isnan(by_product.loc["r", "margin_rate"])


def test_gross_profit_names_products_it_does_not_know():
    with pytest.raises(CourseError, match="soap"):
        gross_profit(pd.DataFrame({"product_id": ["soap"], "quantity": [1], "amount": [5.0]}),
                     pd.DataFrame({"product_id": ["p"], "list_price": [1.0], "unit_cost": [1.0], "average_stock": [1]}))
