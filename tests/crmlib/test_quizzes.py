import json
import re

import pytest

import crmlib as crm
from crmlib import language, texts
from crmlib.quizzes import mixed

QUIZZES = {
    "one": {
        "question": {"en": "Which class is Ms Chen in?", "zh": "陈女士属于哪一类？"},
        "options": [
            {"text": {"en": "Class B", "zh": "B类"}, "feedback": {"en": "Look at the share <before> her.", "zh": "要看她<前面>的占比。"}},
            {"text": {"en": "Class A", "zh": "A类"}, "right": True, "feedback": {"en": "She crosses the cut.", "zh": "她跨过了分界点。"}},
        ],
    },
    "several": {
        "question": {"en": "What does the table not show?", "zh": "表里看不出什么？"},
        "options": [
            {"text": {"en": "Share of wallet", "zh": "钱包份额"}, "right": True, "feedback": {"en": "Other shops are not in it.", "zh": "没有别的商店的数据。"}},
            {"text": {"en": "Sales", "zh": "销售额"}, "feedback": {"en": "Sales are the table.", "zh": "表里就是销售额。"}},
            {"text": {"en": "Time to buy", "zh": "购买时间"}, "right": True, "feedback": {"en": "New customers had little.", "zh": "新客户时间短。"}},
        ],
    },
}


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(texts, "chapter", lambda number: {"quizzes": QUIZZES})
    monkeypatch.setenv("CRM_PROGRESS", str(tmp_path / "progress.json"))
    return tmp_path / "progress.json"


@pytest.fixture(params=["en", "zh"])
def reader(request, monkeypatch):
    monkeypatch.setattr(language, "_current", request.param)
    return request.param


def letters_of(quiz, name):
    """Return the letter under which each option of the content is shown."""
    lines = quiz._repr_mimebundle_()["text/plain"].splitlines()
    letter = {line[3:]: line[0] for line in lines}
    return [letter[language.pick(option["text"])] for option in QUIZZES[name]["options"]]


def choose(quiz, *letters):
    """Choose the options with these letters."""
    if len(quiz.choices) == 1:
        quiz.choices[0].label = next(label for label in quiz.choices[0]._options_labels if label[0] in letters)
    else:
        for box in quiz.choices:
            box.value = box.description[0] in letters


def answer(quiz, *letters):
    choose(quiz, *letters)
    quiz.button.click()


def recorded(file, name):
    return json.loads(file.read_text(encoding="utf-8"))["quizzes"][name]


def test_nothing_is_explained_or_recorded_before_a_choice(reader, file):
    quiz = crm.quiz("99.one")
    assert quiz.reply.value == ""
    quiz.button.click()
    assert "✓" not in quiz.reply.value and "✗" not in quiz.reply.value
    assert not any(option["feedback"][reader] in quiz.reply.value for option in QUIZZES["one"]["options"])
    assert not file.exists()


def test_a_wrong_choice_is_named_wrong_and_explained(reader):
    quiz = crm.quiz("99.one")
    wrong_letter, right_letter = letters_of(quiz, "one")
    answer(quiz, wrong_letter)
    wrong, right = QUIZZES["one"]["options"]
    assert f"✗ {wrong_letter}" in quiz.reply.value and "✓" not in quiz.reply.value
    assert wrong["feedback"][reader].replace("<", "&lt;").replace(">", "&gt;") in quiz.reply.value
    assert right["feedback"][reader] not in quiz.reply.value


def test_the_first_answer_is_the_one_recorded(reader, file):
    quiz = crm.quiz("99.one")
    wrong_letter, right_letter = letters_of(quiz, "one")
    answer(quiz, wrong_letter)
    answer(quiz, right_letter)
    assert f"✓ {right_letter}" in quiz.reply.value and QUIZZES["one"]["options"][1]["feedback"][reader] in quiz.reply.value
    first = recorded(file, "99.one")
    assert (first["chosen"], first["right"]) == ([wrong_letter], False)
    assert set(first) == {"chosen", "right", "answered"}


def test_an_explanation_does_not_stay_beside_another_choice():
    quiz = crm.quiz("99.one")
    answer(quiz, "A")
    choose(quiz, "B")
    assert quiz.reply.value == ""


@pytest.mark.parametrize(("chosen", "missed", "right"), [
    ((0, 2), False, True), ((0,), True, False), ((0, 1, 2), False, False), ((1,), True, False)])
def test_several_right_options(reader, file, chosen, missed, right):
    quiz = crm.quiz("99.several")
    letters = letters_of(quiz, "several")
    answer(quiz, *[letters[number] for number in chosen])
    lines = re.findall("<p>(.*?)</p>", quiz.reply.value)
    for number, option in enumerate(QUIZZES["several"]["options"]):
        sign = "✓" if option.get("right") else "✗"
        explained = [line for line in lines if line.startswith(f"{sign} {letters[number]} ") and option["feedback"][reader] in line]
        assert bool(explained) == (number in chosen)
    assert sum(line[0] in "✓✗" for line in lines) == len(chosen) + missed
    assert recorded(file, "99.several")["right"] is right


@pytest.mark.parametrize("position", range(3))
def test_wherever_the_author_put_it_the_right_option_is_at_every_letter(position):
    options = [{"text": {"en": f"text {number}"}, "feedback": {"en": ""}} for number in range(3)]
    options[position]["right"] = True
    shown = [[option["text"]["en"] for option in mixed(f"{number:02}.name", options)].index(f"text {position}") for number in range(300)]
    assert min(shown.count(letter) for letter in range(3)) > 70


def test_no_box_ticked_is_no_answer(file):
    answer(crm.quiz("99.several"))
    assert not file.exists()


@pytest.mark.parametrize("name", QUIZZES)
def test_on_paper_there_are_lettered_options_and_no_answers(reader, name):
    bundle = crm.quiz(f"99.{name}")._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    for shown in (bundle["text/plain"], bundle["text/markdown"]):
        assert QUIZZES[name]["question"][reader] in shown
        assert re.findall("([A-Z])[.] ", shown) == list("ABC")[:len(QUIZZES[name]["options"])]
        for option in QUIZZES[name]["options"]:
            assert f". {option['text'][reader]}" in shown
            assert option["feedback"][reader] not in shown
        assert "JupyterLab" in shown and "✓" not in shown


def test_on_paper_nothing_depends_on_what_was_answered():
    before = crm.quiz("99.one")
    untouched = before._repr_mimebundle_()["text/markdown"]
    answer(before, "A")
    assert before._repr_mimebundle_()["text/markdown"] == crm.quiz("99.one")._repr_mimebundle_()["text/markdown"] == untouched


def test_chinese_labels_are_chinese(monkeypatch):
    monkeypatch.setattr(language, "_current", "zh")
    quiz = crm.quiz("99.one")
    assert re.search("[\u4e00-\u9fff]", quiz.button.description)
    quiz.button.click()
    assert not re.search("[a-z]{2}", re.sub("<.*?>", "", quiz.reply.value))


def test_an_error_is_shown_in_the_quiz(monkeypatch):
    quiz = crm.quiz("99.one")
    monkeypatch.setattr("crmlib.progress_file.update", lambda change: 1 / 0)
    answer(quiz, "A")
    assert "ZeroDivisionError" in quiz.reply.value


def test_a_result_that_cannot_be_kept_does_not_hide_the_explanation(tmp_path, monkeypatch):
    monkeypatch.setenv("CRM_PROGRESS", str(tmp_path / "no folder" / "progress.json"))
    quiz = crm.quiz("99.one")
    answer(quiz, letters_of(quiz, "one")[1])
    assert "She crosses the cut." in quiz.reply.value and "CRM_PROGRESS" in quiz.reply.value


def test_a_screen_reader_is_told_of_the_reply():
    quiz = crm.quiz("99.one")
    quiz.button.click()
    assert 'role="alert"' in quiz.reply.value


def test_code_in_a_question_is_set_as_code(monkeypatch):
    question = {"en": "Is `a * b` the same as a * b?"}
    monkeypatch.setitem(QUIZZES, "code", {"question": question, "options": [{"text": {"en": "`yes`"}, "right": True, "feedback": {"en": "`b * a`"}}]})
    quiz = crm.quiz("99.code")
    assert "<code>a * b</code>" in quiz.children[0].value
    assert r"**Is `a * b` the same as a \* b?**" in quiz._repr_mimebundle_()["text/markdown"]
    assert quiz.choices[0]._options_labels == ("A. yes",)
    answer(quiz, "A")
    assert "<code>b * a</code>" in quiz.reply.value


def test_an_unknown_quiz_is_named():
    with pytest.raises(KeyError, match="no quizzes named 'nothing'"):
        crm.quiz("99.nothing")
