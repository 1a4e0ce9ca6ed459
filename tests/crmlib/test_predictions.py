import json
import re

import numpy as np
import pytest

import crmlib as crm
from crmlib import language, progress_file, texts

PREDICTIONS = {
    "share": {"question": {"en": "Which share do they bring?", "zh": "他们带来多少占比？"},
              "unit": "percent", "range": [0, 100], "step": 1, "close": 5},
    "gap": {"question": {"en": "How many points more?", "zh": "高出几个百分点？"},
            "unit": "points", "range": [0, 40], "step": 1, "close": 3},
    "money": {"question": {"en": "What did she spend?", "zh": "她花了多少钱？"},
              "unit": "yuan", "range": [0, 20000], "step": 100, "close": 1000},
    "rate": {"question": {"en": "How many visits?", "zh": "来了几次？"},
             "unit": "count", "range": [1, 4], "step": 0.5, "close": 0.5},
    "who": {"question": {"en": "Who costs most?", "zh": "谁的成本最高？"},
            "options": [{"code": "a", "text": {"en": "Class A", "zh": "A类"}}, {"code": "c", "text": {"en": "Class C", "zh": "C类"}}]},
}


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(texts, "chapter", lambda number: {"predictions": PREDICTIONS})
    monkeypatch.setenv("CRM_PROGRESS", str(tmp_path / "progress.json"))
    return tmp_path / "progress.json"


@pytest.fixture(params=["en", "zh"])
def reader(request, monkeypatch):
    monkeypatch.setattr(language, "_current", request.param)
    return request.param


def commit(name, guess, confidence):
    prediction = crm.predict(name)
    prediction.guess.value = guess
    prediction.confidence.value = confidence
    prediction.button.click()
    return prediction


def recorded(file, name):
    return json.loads(file.read_text(encoding="utf-8"))["predictions"][name]


def is_locked(prediction):
    return prediction.guess.disabled and prediction.confidence.disabled and prediction.button.disabled


def test_a_guess_needs_a_confidence(reader, file):
    prediction = crm.predict("99.share")
    prediction.button.click()
    assert prediction.reply.value and not is_locked(prediction)
    assert not file.exists()


def test_a_choice_needs_a_choice(file):
    prediction = crm.predict("99.who")
    prediction.confidence.value = "half_sure"
    prediction.button.click()
    assert not is_locked(prediction) and not file.exists()


def test_a_committed_guess_is_kept_and_locked(reader, file):
    prediction = commit("99.share", 50, "fairly_sure")
    assert is_locked(prediction)
    assert "50" in prediction.reply.value
    kept = recorded(file, "99.share")
    assert (kept["guess"], kept["confidence"]) == (50, "fairly_sure")
    assert set(kept) == {"guess", "confidence", "committed"}


def test_slider_and_text_box_are_one_number():
    prediction = crm.predict("99.money")
    box, slider = prediction.children[1].children
    slider.value = 4300
    assert box.value == 4300
    box.value = 4400
    assert slider.value == 4400


def test_a_typed_guess_is_rounded_to_the_decimals_of_the_step(file):
    prediction = commit("99.share", 33.4, "half_sure")
    assert recorded(file, "99.share")["guess"] == 33 == prediction.guess.value


def test_an_earlier_guess_still_stands(reader, file):
    commit("99.who", "a", "just_a_guess")
    before = file.read_bytes()
    again = crm.predict("99.who")
    assert is_locked(again) and again.guess.value == "a"
    assert file.read_bytes() == before


def test_of_two_notebooks_the_first_guess_counts(file):
    second = crm.predict("99.share")
    commit("99.share", 50, "fairly_sure")
    second.guess.value = 71
    second.confidence.value = "almost_certain"
    second.button.click()
    assert recorded(file, "99.share")["guess"] == 50 == second.guess.value


def test_a_guess_that_no_longer_fits_the_question_is_asked_for_again(file):
    commit("99.share", 50, "fairly_sure")
    content = json.loads(file.read_text(encoding="utf-8"))
    content["predictions"]["99.who"] = content["predictions"]["99.share"]
    file.write_text(json.dumps(content), encoding="utf-8")
    assert str(crm.reveal("99.who", "c")) == "It is “Class C”."
    assert is_locked(commit("99.who", "c", "half_sure"))
    assert recorded(file, "99.who")["guess"] == "c"


def test_the_sentence_of_a_wrong_guess():
    commit("99.share", 50, "fairly_sure")
    assert str(crm.reveal("99.share", 0.7123)) == (
        "✗ Not right. You said 50%, fairly sure. It is 71%. Difference in percentage points: 21 (up to 5 counts as right).")


def test_the_sentence_of_a_choice():
    commit("99.who", "c", "almost_certain")
    assert str(crm.reveal("99.who", "c")) == "✓ Right. You said “Class C”, almost certain. It is “Class C”."


@pytest.mark.parametrize(("name", "guess", "answer", "shown", "right"), [
    ("99.share", 66, 0.71, "71", True),
    ("99.share", 65, 0.71, "71", False),
    ("99.share", 66, 0.7149, "71", True),
    ("99.money", 9000, 10_000.4, "10,000", True),
    ("99.money", 8900, 10_000.4, "10,000", False),
    ("99.rate", 2.5, np.float64(3), "3.0", True),
    ("99.rate", 2, np.float64(3), "3.0", False),
    ("99.who", "a", "a", "“", True),
    ("99.who", "a", "c", "“", False),
])
def test_how_near_counts_as_right(reader, file, name, guess, answer, shown, right):
    commit(name, guess, "half_sure")
    sentence = str(crm.reveal(name, answer))
    assert sentence.startswith("✓" if right else "✗") and shown in sentence
    assert recorded(file, name)["right"] is right


def test_revealing_again_changes_nothing(file):
    commit("99.share", 50, "fairly_sure")
    first = str(crm.reveal("99.share", 0.71))
    before = file.read_bytes()
    assert str(crm.reveal("99.share", 0.71)) == first
    assert file.read_bytes() == before


def test_without_a_guess_the_answer_stands_alone(reader, file):
    shown = crm.reveal("99.share", 0.71)
    assert "71%" in str(shown) and "✓" not in str(shown) and "✗" not in str(shown)
    assert shown._repr_markdown_() == str(shown)
    assert not file.exists()


@pytest.mark.parametrize(("name", "value"), [
    ("99.share", 71), ("99.share", -0.1), ("99.share", "much"), ("99.share", None), ("99.share", float("nan")),
    ("99.money", float("inf")), ("99.money", 30_000), ("99.who", "b"), ("99.who", 1), ("99.who", "A类"),
])
def test_an_answer_that_could_not_be_guessed_is_an_error(reader, file, name, value):
    commit(name, "a" if name == "99.who" else 50, "half_sure")
    with pytest.raises(crm.CourseError, match=re.escape(str(value))):
        crm.reveal(name, value)
    assert "answer" not in recorded(file, name)


@pytest.mark.parametrize("name", PREDICTIONS)
def test_on_paper_there_is_the_question_and_no_answer(reader, name):
    untouched = crm.predict(f"99.{name}")._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in untouched
    for shown in (untouched["text/plain"], untouched["text/markdown"]):
        assert PREDICTIONS[name]["question"][reader] in shown and "JupyterLab" in shown
        for letter, option in zip("AB", PREDICTIONS[name].get("options", [])):
            assert f"{letter}. {option['text'][reader]}" in shown
    committed = commit(f"99.{name}", "a" if name == "who" else 3, "half_sure")._repr_mimebundle_()
    assert committed["text/markdown"] == untouched["text/markdown"]
    assert committed["text/plain"] == untouched["text/plain"]


def test_an_error_is_shown_in_the_prediction(monkeypatch):
    monkeypatch.setattr("crmlib.progress_file.update", lambda change: 1 / 0)
    assert "ZeroDivisionError" in commit("99.share", 50, "half_sure").reply.value


def test_where_nothing_can_be_kept_the_lesson_goes_on(reader, tmp_path, monkeypatch):
    monkeypatch.setenv("CRM_PROGRESS", str(tmp_path / "no folder" / "progress.json"))
    prediction = commit("99.share", 50, "half_sure")
    assert "CRM_PROGRESS" in prediction.reply.value and is_locked(prediction)
    assert "71" in str(crm.reveal("99.share", 0.71))


def test_a_broken_file_is_reported_in_every_place(file):
    file.write_text("{", encoding="utf-8")
    prediction = crm.predict("99.share")
    assert str(file) in prediction.reply.value and not is_locked(prediction)
    assert str(crm.reveal("99.share", 0.71)).splitlines()[0] == "It is 71%."
    assert str(file) in str(crm.reveal("99.share", 0.71))
    assert str(file) in str(crm.progress())
    assert "unreadable_1" in commit("99.share", 50, "half_sure").reply.value


def test_nothing_answered_yet_is_said_without_a_path(reader, file):
    shown = str(crm.progress())
    assert len(shown.splitlines()) == 1 and "/" not in shown
    assert not file.exists()


def test_progress_counts_and_names_the_file(file):
    commit("99.share", 50, "fairly_sure")
    crm.reveal("99.share", 0.71)
    commit("99.who", "c", "fairly_sure")
    crm.reveal("99.who", "c")
    commit("99.money", 500, "just_a_guess")
    progress_file.update(lambda content: content["quizzes"].update({"99.one": {"chosen": ["A"], "right": True}}))
    shown = str(crm.progress())
    assert "| Predictions | 1 of 2 (50%) |" in shown
    assert "| Quizzes, first answer | 1 of 1 (100%) |" in shown
    assert "| fairly sure | 75% | 1 of 2 (50%) | too few to say |" in shown
    assert "not seen yet: 1." in shown
    assert str(file) in shown and "delete" in shown


def test_progress_tells_the_overconfident(reader):
    for number in range(6):
        entry = {"guess": 1, "confidence": "almost_certain", "right": number < 2}
        progress_file.update(lambda content: content["predictions"].update({f"99.{number}": entry}))
    row = {"en": "| almost certain | 95% | 2 of 6 (33%) | surer than right |", "zh": "95%"}[reader]
    assert row in crm.progress()._repr_markdown_()


def test_progress_before_any_answer_was_revealed():
    commit("99.share", 50, "fairly_sure")
    assert "| Predictions | – |" in str(crm.progress())


def test_markdown_shows_texts_as_they_are(monkeypatch):
    option = {"code": "a", "text": {"en": "sales * price", "zh": "销售额"}}
    monkeypatch.setitem(PREDICTIONS, "who", {**PREDICTIONS["who"], "options": [option]})
    assert crm.reveal("99.who", "a")._repr_markdown_() == r"It is “sales \* price”."


def test_a_difference_of_shares_is_guessed_and_told_in_percentage_points(reader):
    commit("99.gap", 12, "half_sure")
    told = str(crm.reveal("99.gap", 0.11))
    assert {"en": "It is 11 percentage points.", "zh": "11 个百分点"}[reader] in told and "%" not in told
