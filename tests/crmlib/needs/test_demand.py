"""The states of demand: each rule and its edge, the order of the rules, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import crmlib as crm
from crmlib.language import CourseError, speaking

NAMES = [*crm.DEMAND_STATES, "unclear"]


def series(demand=90, capacity=100, liking=0.3, earlier=None, months=24):
    """A series of `months`; `demand` is one number, or twelve for the last year, repeated unless `earlier` is given."""
    last = np.broadcast_to(demand, 12)
    before = last if earlier is None else np.broadcast_to(earlier, 12)
    wanted = np.concatenate([before, last]).astype(int)[-months:]
    return pd.DataFrame({"month": pd.date_range("2024-01-01", periods=months, freq="MS"), "sales": np.minimum(wanted, capacity),
                         "capacity": capacity, "turned_away": np.maximum(wanted - capacity, 0), "liking": liking})


WAVE = 72 + 50 * np.cos(2 * np.pi * np.arange(12) / 12)


@pytest.mark.parametrize("state, table, harmful", [
    ("unwholesome", series(), True),
    ("latent", series(30, capacity=0), False),
    ("negative", series(8, liking=-0.4), False),
    ("no", series(8, liking=0.0), False),
    ("overfull", series(130), False),
    ("irregular", series(WAVE), False),
    ("declining", series(60, earlier=85), False),
    ("full", series(90), False),
    ("unclear", series(70, earlier=50), False),
])
def test_each_state_is_recognised(state, table, harmful):
    assert crm.demand_state(table, harmful).state == state


@pytest.mark.parametrize("inside, outside, state", [
    (series(80), series(79), "full"),
    (series(19), series(20), "no"),
    (series(72, earlier=80), series(73, earlier=80), "declining"),
    (series([112] * 8 + [100] * 4), series([112] * 7 + [100] * 5), "overfull"),
    (series(90, liking=-0.21), series(90, liking=-0.20), "negative"),
    (series([130] * 6 + [70] * 6, capacity=200), series([129] * 6 + [71] * 6, capacity=200), "irregular"),
])
def test_a_limit_belongs_to_the_side_that_the_rule_says(inside, outside, state):
    assert crm.demand_state(inside).state == state and crm.demand_state(outside).state != state


@pytest.mark.parametrize("alike, other, column", [
    (series(100), series(130), "sales"),
    (series(8, liking=-0.4), series(8, liking=0.0), "sales"),
])
def test_states_that_look_alike_in_sales_are_told_apart(alike, other, column):
    assert alike[column].equals(other[column])
    assert crm.demand_state(alike).state != crm.demand_state(other).state


def test_sales_that_fall_with_the_supply_are_no_declining_demand():
    table = series(100)
    table.loc[12:, "capacity"], table.loc[12:, "sales"], table.loc[12:, "turned_away"] = 70, 70, 30
    assert crm.demand_state(table).state == "overfull"


def test_the_first_rule_that_holds_decides_and_the_others_are_shown():
    found = crm.demand_state(series(130), harmful=True)
    assert found.state == "unwholesome"
    assert found.evidence.index.tolist() == list(crm.DEMAND_STATES)
    assert found.evidence["holds"][["overfull", "full"]].all()
    assert found.evidence.loc["overfull", "value"] == 12


def test_it_says_state_reason_and_task():
    assert repr(crm.demand_state(series(130))).splitlines() == [
        "Overfull demand", "In 12 of the last 12 months at least 10% of those who wanted it were turned away.",
        "Demarketing: hold demand back, or add capacity if that pays."]


def test_every_state_has_a_name_and_a_task_of_its_own_in_both_languages():
    for language in ("en", "zh"):
        with speaking(language):
            assert len({crm.demand_label(name) for name in NAMES}) == len({crm.demand_task(name) for name in NAMES}) == 9


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=24, max_size=24), st.floats(-1, 1), st.integers(0, 200), st.randoms())
def test_every_sound_series_has_one_state_whatever_the_order_of_its_rows(numbers, liking, capacity, random):
    table = series(90).assign(sales=[sold for sold, _ in numbers], turned_away=[lost for _, lost in numbers], capacity=capacity, liking=liking)
    shuffled = table.iloc[random.sample(range(24), 24)]
    found = crm.demand_state(table)
    assert found.state in NAMES and crm.demand_state(shuffled).state == found.state
    assert found.state == next(iter(found.evidence.index[found.evidence["holds"]]), "unclear")


@given(st.integers(2, 9))
def test_the_state_does_not_depend_on_the_unit(factor):
    for table in (series(130), series(WAVE), series(8, liking=0), series(60, earlier=85)):
        larger = table.assign(**{column: factor * table[column] for column in ("sales", "capacity", "turned_away")})
        assert crm.demand_state(larger).state == crm.demand_state(table).state


def test_only_the_last_24_months_count():
    long = pd.concat([series(20).assign(month=pd.date_range("2022-01-01", periods=24, freq="MS")), series(90)])
    assert crm.demand_state(long).state == "full"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("broken, said", [
    (series(90, months=23), "23"),
    (series(90).drop(index=5).reset_index(drop=True).pipe(lambda table: pd.concat([table, table.tail(1)])), "month"),
    (series(90).assign(month=lambda table: table["month"].where(table.index != 23, pd.Timestamp("2026-03-01"))), "month"),
    (series(90).assign(sales=-1), "0"),
    (series(90).assign(liking=lambda table: table["liking"].where(table.index != 3)), "3"),
    (series(90).drop(columns="capacity"), "capacity"),
])
def test_a_series_that_cannot_be_judged_is_refused(broken, said, language):
    with speaking(language), pytest.raises(CourseError, match=said):
        crm.demand_state(broken)


def test_many_items_get_the_state_that_each_has_alone():
    table = pd.concat([series(130).assign(item_id="chair"), series(8, liking=-0.4).assign(item_id="paste"), series(30, capacity=0).assign(item_id="refill")])
    found = crm.demand_states(table, {"chair": False, "paste": False, "refill": False})
    assert found["state"].to_dict() == {"chair": "overfull", "paste": "negative", "refill": "latent"}
    assert found.loc["chair", "use"] == 1.3 and pd.isna(found.loc["refill", "use"])
    assert crm.demand_states(table, {"chair": True, "paste": False, "refill": False})["state"]["chair"] == "unwholesome"


def test_whether_an_item_harms_must_be_said():
    with pytest.raises(CourseError, match="paste"):
        crm.demand_states(series().assign(item_id="paste"), {"chair": False})
