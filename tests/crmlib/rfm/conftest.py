"""A small log that holds every case once, and the language switch."""

import pandas as pd
import pytest

from crmlib.language import use_language


def make_log(rows):
    log = pd.DataFrame(rows, columns=["customer_id", "order_id", "date", "amount"])
    return log.assign(date=pd.to_datetime(log["date"]))


@pytest.fixture
def log():
    """Li: two orders (one of two lines) and a refund; Chen: one order; Wu: only a refund; two lines without a customer."""
    return make_log([
        ("Li", "1", "2025-03-04", 30.10), ("Li", "1", "2025-03-04", 0.20), ("Chen", "2", "2025-01-31", 99.0),
        ("Li", "3", "2025-06-01", 50.0),
        ("Li", "4", "2025-12-30", -20.0), ("Wu", "5", "2025-05-05", -8.0), (None, "6", "2025-02-01", 15.0), (None, "7", "2025-02-02", -4.0),
    ])


@pytest.fixture
def chinese():
    use_language("zh")
    yield
    use_language("en")
