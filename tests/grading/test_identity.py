import pytest

from crmlib.grading.identity import accept, accepted, compare_ids

CLASS = ["2026001", "2026002", "li-ming"]


@pytest.mark.parametrize("found, folder, elsewhere, state", [
    (["2026001"], "2026001", [], None),
    ([], "2026001", ["2026002"], None),
    (["LIMING"], "li-ming", [], None),
    (["2026002"], "2026001", [], "held"),
    (["2026001", "LIMING"], "2026001", [], "held"),
    (["2026009"], "2026001", ["2026009"], "other_id"),
    (["2026009"], "2026001", ["2026001"], "several_ids"),
    (["2026001", "2026009"], "2026001", [], "several_ids"),
    (["2026001"], "2026001", ["2026009"], None),
])
def test_ids_are_the_folders_or_a_classmates_or_nobodys_and_everywhere_the_same(found, folder, elsewhere, state):
    assert compare_ids(found, folder, CLASS, elsewhere) == state


def test_an_accepted_id_holds_nothing_back_but_is_still_shown():
    assert compare_ids(["2026002"], "2026001", CLASS, accepted=["2026002"]) == "other_id"
    assert compare_ids(["2026002", "LIMING"], "2026001", CLASS, accepted=["2026002"]) == "held"


def test_an_accepted_id_is_kept_with_its_assignment_and_student(tmp_path):
    file = tmp_path / "new" / "accepted.csv"
    assert accepted(file, "abc", "a") == []
    for _ in range(2):
        accept(file, "abc", "a", "B, 1")
    accept(file, "abc", "a", "C")
    assert accepted(file, "abc", "a") == ["B, 1", "C"]
    assert accepted(file, "rfm", "a") == accepted(file, "abc", "b") == []
