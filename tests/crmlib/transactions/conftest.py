"""A small till log and files made from it."""

import pandas as pd
import pytest


@pytest.fixture
def till():
    """Five lines of three orders, as a Chinese till names and writes them."""
    return pd.DataFrame({
        "会员号": ["C001", "C001", "C002", "C003", "C003"],
        "单号": ["1001", "1001", "1002", "1003", "1003"],
        "日期": ["2025-03-04", "2025-03-04", "2025/3/5", "2025年3月6日", "20250306"],
        "商品": ["洗发水", "牙膏", "面霜", "香皂", "牙刷"],
        "数量": ["1", "2", "1", "3", "-1"],
        "实收金额": ["39.90", "¥25.60", "1,280.00", "１５元", "(9.90)"],
    })


@pytest.fixture
def names():
    """The columns of the till log."""
    return {"customer": "会员号", "order": "单号", "date": "日期", "amount": "实收金额", "product": "商品", "quantity": "数量"}
