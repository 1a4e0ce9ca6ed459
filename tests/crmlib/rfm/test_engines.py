"""The same table, audit, scores and classes from every engine that is installed."""

import os
import shutil
import warnings
from decimal import Decimal
from functools import cache

import numpy as np
import pandas as pd
import pytest

from crmlib.btyd import btyd_summary
from crmlib.language import CourseError
from crmlib.pareto import abc_analysis
from crmlib.rfm import rfm_score, rfm_table
from crmlib.transactions import audit

pa = pytest.importorskip("pyarrow")
LAST = "2025-12-31"
ENGINES = ["polars", "polars_lazy", "pyarrow", "duckdb", "spark"]


@cache
def firm_log():
    """Four hundred lines with everything in them: refunds, missing ids, times of the day, lines in hundredths of a cent."""
    random = np.random.default_rng(5)
    customer = random.integers(0, 40, 400)
    day = pd.Timestamp("2025-01-01") + pd.to_timedelta(random.integers(0, 364 * 24, 400), unit="h")
    return pd.DataFrame({
        "customer_id": pd.Series(np.char.add("C", customer.astype(str))).where(random.random(400) > 0.03, None),
        "order_id": customer * 1000 + random.integers(0, 8, 400),
        "date": day.astype("datetime64[us]"),
        "amount": random.integers(-200, 2000, 400) / 8,
    })


@pytest.fixture(scope="module")
def spark_session(tmp_path_factory):
    """Spark in local mode, where it and Java are installed."""
    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java.")
    settings = {
        "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "1", "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.sql.codegen.wholeStage": "false", "spark.sql.adaptive.enabled": "false", "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("spark"))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            session = sql.SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(params=ENGINES)
def engine(request, tmp_path):
    """Return a function that hands a pandas frame over to the engine."""
    def arrow(frame):
        return pa.Table.from_pandas(frame, preserve_index=False)

    if request.param == "pyarrow":
        return arrow
    if request.param.startswith("polars"):
        polars = pytest.importorskip("polars")
        return lambda frame: polars.from_arrow(arrow(frame)).lazy() if request.param == "polars_lazy" else polars.from_arrow(arrow(frame))
    if request.param == "duckdb":
        connection = pytest.importorskip("duckdb").connect()
        request.addfinalizer(connection.close)
        return lambda frame: connection.from_arrow(arrow(frame))
    session = request.getfixturevalue("spark_session")
    request.getfixturevalue("recwarn")  # Spark warns of the newest pandas

    def in_spark(frame):
        frame.to_parquet(tmp_path / "log.parquet", index=False)
        return session.read.parquet(str(tmp_path / "log.parquet"))

    return in_spark


def assert_same(table, expected):
    pd.testing.assert_frame_equal(table, expected, check_index_type=False)
    assert audit(table) == audit(expected)
    assert rfm_score(table)["score"].tolist() == rfm_score(expected)["score"].tolist()
    assert rfm_score(table, bins=4, method="nested")["score"].tolist() == rfm_score(expected, bins=4, method="nested")["score"].tolist()
    assert abc_analysis(table["monetary"])["grade"].to_dict() == abc_analysis(expected["monetary"])["grade"].to_dict()


def test_the_same_table_and_scores(engine):
    log = firm_log()
    assert_same(rfm_table(engine(log), LAST), rfm_table(log, LAST))


@pytest.mark.parametrize("options", [{"order": None}, {"as_of": "2025-06-30", "later_rows": "set_aside"}, {"monetary": "mean"}])
def test_the_same_with_other_options(engine, options):
    log, options = firm_log(), {"as_of": LAST, **options}
    assert_same(rfm_table(engine(log), **options), rfm_table(log, **options))


def test_days_decimals_and_numbers_as_ids(engine):
    log = firm_log()
    log = log.assign(customer_id=log["customer_id"].str[1:].astype("Int64"), amount=log["amount"].round(2))
    stored = log.assign(date=log["date"].dt.date, amount=[Decimal(f"{amount:.2f}") for amount in log["amount"]])
    for method in (rfm_table, btyd_summary):
        found, expected = method(engine(stored), LAST), method(log, LAST)
        assert found.index.tolist() == expected.index.tolist()
        assert found.to_numpy().tolist() == expected.to_numpy().tolist()


def test_abc_takes_labels_and_numbers_of_any_engine(engine):
    totals = pd.DataFrame({"customer_id": [f"C{i}" for i in range(30)], "sales": [round(1000 / (i + 1), 2) for i in range(30)]})
    expected = abc_analysis(totals.set_index("customer_id")["sales"])
    assert abc_analysis(engine(totals))["grade"].to_dict() == expected["grade"].to_dict()
    assert abc_analysis(totals)["grade"].to_dict() == expected["grade"].to_dict()


@pytest.mark.parametrize("change, words", [
    ({"date": "2025-03-04"}, "'date' does not hold dates"),
    ({"amount": "12"}, "'amount' does not hold numbers"),
    ({"amount": np.inf}, "'amount' has cells that are empty or infinite: 400"),
    ({"order_id": 1}, r"more than one customer: 1 \(1 in all\)"),
    ({"date": pd.Timestamp("2025-03-04", tz="UTC")}, "name a time zone"),
    ({"amount": -1.0}, "is a purchase"),
    ({"date": pd.Timestamp("2026-03-04")}, 'runs to 2026-03-04, but as_of is 2025-12-31. Lines after it: 400'),
])
def test_a_log_that_cannot_be_used_is_refused_by_name(engine, change, words):
    with pytest.raises(CourseError, match=words):
        rfm_table(engine(firm_log().assign(**change)), LAST)


def test_empty_cells_are_refused_by_name(engine):
    log = firm_log()
    for column in ("date", "amount", "order_id"):
        with pytest.raises(CourseError, match=f"'{column}' has cells that are empty or infinite: [12]"):
            rfm_table(engine(log.assign(**{column: log[column].where(log.index != log["customer_id"].first_valid_index())})), LAST)


def test_missing_columns_are_named(engine):
    log = engine(firm_log()[["customer_id", "date", "amount"]])
    with pytest.raises(CourseError, match="'order_id' is missing, so orders"):
        rfm_table(log, LAST)
    with pytest.raises(CourseError, match="'amounts' is missing. Did you mean 'amount'"):
        rfm_table(log, LAST, order=None, amount="amounts")
    with pytest.raises(CourseError, match="'amounts' is missing"):
        btyd_summary(log, LAST, amount="amounts")


def test_a_log_without_lines_is_refused(engine):
    with pytest.raises(CourseError, match="is a purchase"):
        rfm_table(engine(firm_log()[:0]), LAST)


def test_an_id_that_is_not_a_number_is_a_missing_id():
    polars = pytest.importorskip("polars")
    log = polars.DataFrame({"customer_id": [1.0, float("nan")], "date": [pd.Timestamp(LAST).to_pydatetime()] * 2, "amount": [5.0, 7.0]})
    assert audit(rfm_table(log, LAST, order=None))["set_aside"] == {"missing_customer": {"rows": 1, "revenue": 7.0, "refund_lines": 0}}


def test_a_series_of_another_library_is_labelled_by_position():
    polars = pytest.importorskip("polars")
    for series in (polars.Series([70.0, 20.0, 10.0]), pa.chunked_array([[70.0, 20.0, 10.0]]), [70.0, 20.0, 10.0]):
        assert abc_analysis(series)["grade"].to_dict() == {0: "A", 1: "B", 2: "C"}


def test_a_table_that_is_not_labels_and_numbers_is_refused():
    with pytest.raises(CourseError, match="A table of two columns is needed.*this one has 4"):
        abc_analysis(firm_log())
