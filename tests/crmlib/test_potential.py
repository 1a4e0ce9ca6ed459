import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crmlib as crm
from crmlib.language import CourseError

LINES = pd.DataFrame({
    "customer_id": ["Li", "Li", "Chen", "Chen", "Chen", "Wang", "Wang"],
    "order_id": ["1", "2", "3", "3", "4", "5", "6"],
    "category": ["hair", "hair", "hair", "skin", "skin", "skin", "skin"],
    "quantity": [1, 2, 1, 1, 1, 1, -1],
    "gross_profit": [10.0, 14.0, 12.0, 30.0, 10.0, 20.0, -20.0],
})
KIND = pd.Series("person", index=["Li", "Chen", "Wang"])

some_lines = st.lists(st.tuples(st.sampled_from(["Li", "Chen", "Wang"]), st.integers(1, 5), st.sampled_from(["hair", "skin", "oral"]),
                                st.integers(1, 3), st.integers(-20, 90)), min_size=1, max_size=15)


def test_a_missing_category_is_worth_what_its_buyers_bring_per_order():
    table = crm.category_potential(LINES)
    per_order = {"hair": (10 + 14 + 12) / (2 + 2), "skin": (30 + 10 + 20 - 20) / (2 + 1)}  # Wang's refund lowers the profit and is no order
    assert table.loc["Li", "skin"] == pytest.approx(2 * per_order["skin"]) and table.loc["Wang", "hair"] == pytest.approx(per_order["hair"])
    assert table.loc["Chen"].tolist() == [0, 0]


@settings(max_examples=40)
@given(some_lines)
def test_only_categories_not_bought_have_potential_and_the_order_of_the_lines_does_not_matter(rows):
    lines = pd.DataFrame(rows, columns=["customer_id", "order_id", "category", "quantity", "gross_profit"])
    lines["order_id"] = lines["customer_id"] + lines["order_id"].astype(str)
    table = crm.category_potential(lines)
    for row in lines.itertuples():
        assert table.loc[row.customer_id, row.category] == 0
    pd.testing.assert_frame_equal(table, crm.category_potential(lines.iloc[::-1]))


def test_who_only_sent_something_back_has_no_potential():
    lines = pd.concat([LINES, pd.DataFrame({"customer_id": ["Sun"], "order_id": ["7"], "category": ["hair"], "quantity": [-1],
                                            "gross_profit": [-9.0]})])
    assert crm.category_potential(lines).loc["Sun"].tolist() == [0, 0]


def test_each_kind_is_measured_by_itself():
    kind = pd.Series({"Li": "firm", "Chen": "person", "Wang": "person"})
    table = crm.current_and_potential(LINES, kind, cost_per_order=8)
    assert table["potential"].to_dict() == {"Chen": 0, "Li": 0, "Wang": pytest.approx(6.0)}
    assert table["current"].to_dict() == {"Chen": 36, "Li": 8, "Wang": -16}


@pytest.mark.parametrize("change, kind, cost, words", [
    ({"quantity": -1}, KIND, 8, "No line has a quantity above 0"),
    ({}, KIND.drop("Wang"), 8, r"no kind: Wang \(1 in all\)"),
    ({}, KIND, -1, "cost_per_order=-1"),
])
def test_bad_input_is_named(change, kind, cost, words):
    with pytest.raises(CourseError, match=words):
        crm.current_and_potential(LINES.assign(**change), kind, cost)


def test_a_missing_column_is_named():
    with pytest.raises(CourseError, match="category"):
        crm.category_potential(LINES.drop(columns="category"))
