import pytest

from crmlib.grading.identity import accept, accepted, compare_ids

CLASS = ["2026001", "2026002", "li-ming"]


@pytest.mark.parametrize("found, folder, state", [
    ("2026001", "2026001", None),
    (None, "2026001", None),
    ("LIMING", "li-ming", None),
    ("2026002", "2026001", "held"),
    ("LIMING", "2026001", "held"),
    ("2026009", "2026001", "other_id"),
])
def test_an_id_is_the_folders_or_a_classmates_or_nobodys(found, folder, state):
    assert compare_ids(found, folder, CLASS) == state


def test_an_accepted_id_is_kept_with_its_assignment_and_student(tmp_path):
    file = tmp_path / "new" / "accepted.csv"
    assert accepted(file, "abc", "a") == []
    for _ in range(2):
        accept(file, "abc", "a", "B, 1")
    accept(file, "abc", "a", "C")
    assert accepted(file, "abc", "a") == ["B, 1", "C"]
    assert accepted(file, "rfm", "a") == accepted(file, "abc", "b") == []
