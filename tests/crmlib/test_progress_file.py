import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmlib import language, progress_file
from crmlib.progress_file import CONFIDENCE, calibration


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    path = tmp_path / "my progress.json"
    monkeypatch.setenv("CRM_PROGRESS", str(path))
    return path


def answer_quiz(name, right=True):
    return progress_file.update(lambda content: content["quizzes"].setdefault(name, {"chosen": ["A"], "right": right}))


def stored(file):
    return json.loads(file.read_text(encoding="utf-8"))


def test_without_the_environment_the_file_is_in_the_home_folder(monkeypatch, tmp_path):
    monkeypatch.delenv("CRM_PROGRESS")
    monkeypatch.setattr(progress_file.Path, "home", lambda: tmp_path)
    assert progress_file.location() == tmp_path / "crm_progress.json"


def test_reading_makes_no_file(file):
    content, note = progress_file.read()
    assert (content["predictions"], content["quizzes"], note) == ({}, {}, "")
    assert not file.exists()


def test_what_is_written_is_read_and_nothing_else_is_left_behind(file):
    assert answer_quiz("04.one") == ""
    assert progress_file.read() == (stored(file), "")
    assert list(file.parent.iterdir()) == [file]


def test_the_file_is_for_people(file):
    progress_file.update(lambda content: content["predictions"].update({"04.谁": {"guess": "甲", "confidence": "half_sure"}}))
    text = file.read_bytes().decode("utf-8")
    assert '\n  "predictions": {\n    "04.谁": {\n      "guess": "甲"' in text
    assert "\r" not in text


def test_a_file_that_an_editor_gave_a_byte_order_mark_is_still_read(file):
    answer_quiz("04.one")
    file.write_text(file.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert answer_quiz("04.two") == ""
    assert set(stored(file)["quizzes"]) == {"04.one", "04.two"}


BROKEN = {
    "cut off": '{"format": "crm_progress 1", "predictions": {',
    "empty": "",
    "not ours": '{"name": "something else"}',
    "a list": "[1, 2]",
    "deep": "[" * 100_000,
    "no quizzes": '{"format": "crm_progress 1", "predictions": {}}',
    "quiz without a result": '{"format": "crm_progress 1", "predictions": {}, "quizzes": {"04.one": {}}}',
    "unknown confidence": '{"format": "crm_progress 1", "predictions": {"04.a": {"guess": 5, "confidence": []}}, "quizzes": {}}',
    "a guess that is none": '{"format": "crm_progress 1", "predictions": {"04.a": {"guess": null, "confidence": "half_sure"}}, "quizzes": {}}',
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_kept_aside_and_named(file, text):
    file.write_text(text, encoding="utf-8")
    content, note = progress_file.read()
    assert content["quizzes"] == {} and str(file) in note
    assert file.read_text(encoding="utf-8") == text

    note = answer_quiz("04.one")
    kept = file.with_name("my progress_unreadable_1.json")
    assert str(kept) in note
    assert kept.read_text(encoding="utf-8") == text
    assert list(stored(file)["quizzes"]) == ["04.one"]
    assert answer_quiz("04.two") == ""


def test_a_second_broken_file_does_not_replace_the_first(file):
    for text in ["first", "second"]:
        file.write_bytes(text.encode("utf-16"))
        answer_quiz("04.one")
    kept = sorted(file.parent.glob("*_unreadable_*"))
    assert [path.read_bytes().decode("utf-16") for path in kept] == ["first", "second"]


def test_a_file_that_may_not_be_read_is_kept_aside(file, monkeypatch):
    answer_quiz("04.one")
    before = file.read_bytes()
    read_text = progress_file.Path.read_text

    def refuse(path, **options):
        if path == file:
            raise PermissionError(13, "Permission denied", str(path))
        return read_text(path, **options)

    monkeypatch.setattr(progress_file.Path, "read_text", refuse)
    assert "unreadable_1" in answer_quiz("04.two")
    assert file.with_name("my progress_unreadable_1.json").read_bytes() == before


@pytest.mark.parametrize("chosen_language", ["en", "zh"])
def test_where_nothing_can_be_written_one_sentence_says_so(tmp_path, monkeypatch, chosen_language):
    monkeypatch.setattr(language, "_current", chosen_language)
    (tmp_path / "occupied").write_text("mine", encoding="utf-8")
    for place in [tmp_path / "occupied" / "progress.json", tmp_path / "no such folder" / "progress.json", tmp_path]:
        monkeypatch.setenv("CRM_PROGRESS", str(place))
        note = answer_quiz("04.one")
        assert str(place) in note and "CRM_PROGRESS" in note
        assert progress_file.read()[0]["quizzes"] == {}
    assert [path.name for path in tmp_path.iterdir()] == ["occupied"]
    assert (tmp_path / "occupied").read_text(encoding="utf-8") == "mine"


def test_a_write_that_fails_leaves_the_old_file(file, monkeypatch):
    answer_quiz("04.one")
    before = file.read_bytes()

    def refuse(source, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(progress_file.os, "replace", refuse)
    assert str(file) in answer_quiz("04.two")
    assert file.read_bytes() == before


def test_kernels_that_write_at_once_lose_nothing(file):
    names = [f"04.{number}" for number in range(60)]
    with ThreadPoolExecutor(6) as kernels:
        assert set(kernels.map(answer_quiz, names)) == {""}
    assert set(stored(file)["quizzes"]) == set(names)


def test_a_lock_left_by_a_crash_gives_way(file, monkeypatch):
    monkeypatch.setattr(progress_file, "LOCK_SECONDS", 0.05)
    lock = file.with_name(file.name + ".lock")
    lock.touch()
    assert answer_quiz("04.one") == ""
    assert not lock.exists()


def test_the_store_needs_no_widgets():
    code = "import sys, crmlib.progress_file; sys.exit('ipywidgets' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def revealed(confidence, right, wrong):
    return [{"confidence": confidence, "right": True}] * right + [{"confidence": confidence, "right": False}] * wrong


@pytest.mark.parametrize(("confidence", "right", "wrong", "verdict"), [
    ("fairly_sure", 3, 1, "too_few"),
    ("fairly_sure", 4, 1, "fits"),
    ("fairly_sure", 2, 3, "too_sure"),
    ("almost_certain", 4, 1, "fits"),
    ("almost_certain", 3, 2, "too_sure"),
    ("half_sure", 5, 0, "too_unsure"),
    ("just_a_guess", 1, 4, "fits"),
    ("just_a_guess", 4, 1, "too_unsure"),
])
def test_verdicts(confidence, right, wrong, verdict):
    row = calibration(revealed(confidence, right, wrong)).loc[confidence]
    assert row["verdict"] == verdict
    assert (row["predictions"], row["right"]) == (right + wrong, right)
    assert row["expected"] == pytest.approx(CONFIDENCE[confidence] * (right + wrong))


def test_all_levels_are_summed():
    table = calibration(revealed("just_a_guess", 1, 3) + revealed("almost_certain", 3, 1))
    assert list(table.index) == ["just_a_guess", "almost_certain", "all"]
    assert table.loc["all", ["predictions", "right", "verdict"]].tolist() == [8, 4, "fits"]
    assert table.loc["all", "expected"] == pytest.approx(4 * 0.25 + 4 * 0.95)


@given(st.lists(st.tuples(st.sampled_from(sorted(CONFIDENCE)), st.booleans()), min_size=1))
def test_levels_add_up(answers):
    table = calibration([{"confidence": confidence, "right": right} for confidence, right in answers])
    levels = table.drop(index="all")
    assert levels["predictions"].sum() == table.loc["all", "predictions"] == len(answers)
    assert levels["right"].sum() == table.loc["all", "right"]
    assert levels["expected"].sum() == pytest.approx(table.loc["all", "expected"])
