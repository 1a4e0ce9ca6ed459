import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crmlib as crm
from crmlib.language import CourseError, speaking
from crmlib.relationships import STAGES

VISITS = {"Chen": "1111", "Deng": "0001", "Fang": "1100", "Gao": "1110", "Jiang": "1001", "Liu": "0101"}
LAST = {"Chen": "development", "Deng": "building", "Fang": "end", "Gao": "rupture", "Jiang": "recovery", "Liu": "recovery"}


def log_of(visits, months=6):
    """A log with one purchase in the first month of each period that is marked 1; a refund marks where it begins and ends."""
    starts = pd.date_range("2024-01-10", periods=len(next(iter(visits.values()))), freq=pd.DateOffset(months=months))
    rows = [(name, start, 50.0) for name, pattern in visits.items() for start, mark in zip(starts, pattern) if mark == "1"]
    rows += [("frame", day, -1.0) for day in (starts[0], starts[-1] + pd.DateOffset(months=months - 1))]
    return pd.DataFrame(rows, columns=["customer_id", "date", "amount"])


def test_the_five_rules():
    stages = crm.relationship_stages(log_of(VISITS))
    assert stages.columns.tolist() == ["2024-01", "2024-07", "2025-01", "2025-07"]
    assert stages["2025-07"].to_dict() == LAST
    assert stages.loc["Deng"].tolist() == ["not_yet", "not_yet", "not_yet", "building"]


def test_a_refund_is_no_purchase_and_no_customer():
    assert "frame" not in crm.relationship_stages(log_of(VISITS)).index


def test_whoever_joined_before_the_log_is_not_new():
    joined = pd.Series(pd.to_datetime(["2021-05-01", "2021-05-01", "2024-01-02"]), index=["Chen", "Deng", "Jiang"])
    stages = crm.relationship_stages(log_of(VISITS), joined=joined)
    assert stages.loc["Chen", "2024-01"] == "development" and stages.loc["Jiang", "2024-01"] == "building"
    assert stages.loc["Deng"].tolist() == ["rupture", "end", "end", "recovery"]


@given(st.lists(st.text("01", min_size=4, max_size=4).filter(lambda pattern: "1" in pattern), min_size=1, max_size=8))
@settings(deadline=None, max_examples=40)
def test_a_purchase_and_only_a_purchase_means_a_living_stage(patterns):
    visits = {f"C{number}": pattern for number, pattern in enumerate(patterns)}
    stages = crm.relationship_stages(log_of(visits))
    bought = np.array([[mark == "1" for mark in pattern] for pattern in visits.values()])
    assert (stages.loc[list(visits)].isin(["building", "development", "recovery"]).to_numpy() == bought).all()
    assert (stages.eq("building").sum(axis=1) == 1).all()


def test_transitions_count_every_step_once():
    steps = crm.stage_transitions(crm.relationship_stages(log_of(VISITS)))
    assert list(steps.index) == list(steps.columns) == list(STAGES)
    assert steps.loc["development", "rupture"] == 2 and steps.loc["end", "recovery"] == 1 and steps.loc["rupture", "recovery"] == 1
    assert steps.to_numpy().sum() == 3 * len(VISITS) - 3 - 1  # Deng has no stage before the last period, Liu none in the first


@pytest.mark.parametrize(("log", "months", "text"), [
    (pd.DataFrame({"customer_id": ["A"], "date": pd.to_datetime(["2024-01-01"])}), 6, "amount"),
    (pd.DataFrame({"customer_id": ["A"], "date": pd.to_datetime(["2024-01-01"]), "amount": [-5.0]}), 6, "no purchase"),
    (log_of(VISITS), 5, "24 months"),
    (log_of(VISITS), 24, "1, 2, 3, 4, 6, 8, 12"),
    (log_of(VISITS), 0, "months=0"),
])
def test_what_cannot_be_read_is_named_with_the_remedy(log, months, text):
    with pytest.raises(CourseError, match=text):
        crm.relationship_stages(log, months)


def test_the_error_speaks_chinese():
    with speaking("zh"), pytest.raises(CourseError, match="流水共 24 个月"):
        crm.relationship_stages(log_of(VISITS), 5)


def test_the_stages_have_names_in_both_languages():
    assert [crm.stage_label(stage) for stage in STAGES] == ["Building", "Development", "Rupture", "End", "Recovery"]
    with speaking("zh"):
        assert [crm.stage_label(stage) for stage in STAGES] == ["建立", "发展", "破裂", "结束", "恢复"]
