"""Notes to register: who is one person, who may be written to, and why the others are left out."""

import pandas as pd
import pytest

import crmlib as crm
from crmlib.language import CourseError, speaking


def notes(*rows):
    """Notes with number, name, city and consent; all else in order."""
    table = pd.DataFrame(rows, columns=["phone", "name", "city", "consent"])
    table["contact_id"] = [f"N{number}" for number in range(1, len(table) + 1)]
    return table.assign(noted_on=pd.date_range("2025-12-01", periods=len(table)), method="referral", kind="person", need=3, means=3, access=3)


def test_one_number_written_in_many_ways_is_one_person():
    register = crm.prospect_register(notes(
        ("100 2345 6789", "Jia Bohe", "ningbo", "yes"), ("+86 100-2345-6789", "JIA Bohe", "ningbo", "yes"),
        ("１００２３４５６７８９", "Jia  bohe", "ningbo", "yes")))
    assert register.merged.tolist() == ["N1", "N1", "N1"]
    assert register.prospects[["contact_id", "phone", "notes"]].values.tolist() == [["N1", "10023456789", 3]]


def test_a_note_without_a_number_joins_the_one_of_the_same_name_and_city_only():
    register = crm.prospect_register(notes(
        ("10023456789", "Jia Bohe", "ningbo", "yes"), (None, "jia bohe", "ningbo", "yes"), (None, "jia bohe", "hangzhou", "yes")))
    assert register.merged.tolist() == ["N1", "N1", "N3"]


def test_namesakes_with_two_numbers_stay_two_and_a_note_between_them_is_not_guessed():
    register = crm.prospect_register(notes(
        ("10023456789", "Jia Bohe", "ningbo", "yes"), ("10023450000", "Jia Bohe", "ningbo", "yes"), (None, "Jia Bohe", "ningbo", "yes")))
    assert register.merged.nunique() == 3


@pytest.mark.parametrize("answers, reason", [
    (["yes", "no"], "refused"), (["no", "yes"], None), ([None, "yes"], None), (["", ""], "not_asked"), (["no", None], "refused"), (["yes", None], None)])
def test_the_latest_answer_counts_and_silence_is_no_yes(answers, reason):
    register = crm.prospect_register(notes(*[("10023456789", "Jia Bohe", "ningbo", answer) for answer in answers]))
    assert register.excluded["reason"].tolist() == ([] if reason is None else [reason])
    assert len(register.prospects) == (reason is None)


def test_the_date_decides_which_answer_is_the_latest_not_the_order_of_the_rows():
    table = notes(("10023456789", "Jia Bohe", "ningbo", "yes"), ("10023456789", "Jia Bohe", "ningbo", "no"))
    assert len(crm.prospect_register(table.iloc[::-1]).prospects) == 0


def test_everybody_left_out_has_exactly_one_reason_and_refusal_comes_first():
    table = notes((None, "Jia Bohe", "ningbo", "no"), ("1002345", "Wu Moli", "ningbo", "yes"), (None, "Mo Zisu", "ningbo", "yes"),
                  ("10023456789", "Xu Aicao", "ningbo", "yes"), ("10023456780", "Bai Heye", "ningbo", "yes"))
    table.loc[3, "means"] = None
    register = crm.prospect_register(table)
    assert dict(zip(register.excluded["contact_id"], register.excluded["reason"])) == {
        "N1": "refused", "N2": "bad_phone", "N3": "no_phone", "N4": "not_judged"}
    assert register.prospects["contact_id"].tolist() == ["N5"]


def test_a_missing_judgement_is_taken_from_the_other_note():
    table = notes(("10023456789", "Jia Bohe", "ningbo", "yes"), ("10023456789", "Jia Bohe", "ningbo", "yes"))
    table.loc[0, "need"], table.loc[1, ["need", "access"]] = 5, [None, None]
    assert crm.prospect_register(table).prospects[["need", "access", "score"]].values.tolist() == [[5, 3, 11]]


def test_the_firms_december_notes_are_merged_as_the_truth_says_and_nothing_is_lost():
    contacts = crm.load("contacts")
    register = crm.prospect_register(contacts)
    truth = crm.load("contact_truth").set_index("contact_id")["person_id"]
    assert (register.merged.map(truth).to_numpy() == truth.to_numpy()).all() and register.merged.nunique() == truth.nunique() == 420
    assert len(register.prospects) + len(register.excluded) == 420
    assert register.prospects["notes"].sum() + register.excluded["notes"].sum() == len(contacts)
    assert "name" not in register.prospects


def test_the_register_explains_itself_in_both_languages():
    register = crm.prospect_register(notes(("10023456789", "Jia Bohe", "ningbo", "no")))
    assert str(register) == "1 notes of 1 people, 0 of them in the register.\n1 left out: refused consent, or withdrew it: delete the data"
    with speaking("zh"):
        assert "未列入 1 人：拒绝同意或已撤回：删除资料" in str(register)


def test_a_missing_column_is_named():
    with pytest.raises(CourseError, match="'consent' is missing"):
        crm.prospect_register(crm.load("contacts").drop(columns="consent"))
