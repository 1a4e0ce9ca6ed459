"""Quizzes, sortings, predictions, small tasks and check messages: complete in both languages, and used."""

import re
import string
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest
import yaml

import crmlib
from courseware.editions import edition, sources
from courseware.files import SOLUTIONS
from crmlib.tries import feedback

CONTENT = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((Path(crmlib.__file__).parent / "content").glob("*.yml"))}
NOTEBOOKS = "\n".join(path.read_text(encoding="utf-8") for path in [*sources(), *SOLUTIONS.glob("*/*.ipynb")])


def texts(value, where=""):
    if isinstance(value, dict) and {"en", "zh"} & set(value):
        yield where, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item, f"{where}.{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from texts(item, f"{where}[{number}]")


def fields(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("chapter", CONTENT)
def test_every_text_stands_in_both_languages(chapter):
    for where, text in texts(CONTENT[chapter], chapter):
        assert set(text) == {"en", "zh"} and all(text.values()), where
        assert re.search(r"[\u4e00-\u9fff]|^[^a-z]+$", text["zh"]) and not re.search(r"[\u4e00-\u9fff]", text["en"]), where
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]|[!！]", text["zh"].replace("!=", "")), where


@pytest.mark.parametrize("chapter", CONTENT)
def test_check_messages_share_their_placeholders(chapter):
    for where, text in texts(CONTENT[chapter]["checks"], chapter):
        assert fields(text["en"]) == fields(text["zh"]), where


@pytest.mark.parametrize("chapter", CONTENT)
def test_every_quiz_has_a_right_and_a_wrong_option_and_explains_each(chapter):
    for name, quiz in CONTENT[chapter]["quizzes"].items():
        rights = [option.get("right", False) for option in quiz["options"]]
        assert any(rights) and not all(rights), name
        assert all(option["feedback"] for option in quiz["options"]), name


@pytest.mark.parametrize("chapter", CONTENT)
def test_no_option_of_a_prediction_begins_with_a_quotation_mark(chapter):  # reveal adds them
    for name, prediction in CONTENT[chapter]["predictions"].items():
        for option in prediction.get("options", []):
            assert not re.match("[\"“]", option["text"]["en"]) and not option["text"]["zh"].startswith("“"), name


@pytest.mark.parametrize("chapter", CONTENT)
def test_every_card_has_a_box_and_every_choice_a_reason_unless_it_is_handed_in(chapter):
    handed_in = set(re.findall(r'sort_cards\(\\"\d\d\.(\w+)\\", into=', NOTEBOOKS))
    for name, sorting in CONTENT[chapter].get("sortings", {}).items():
        for card in sorting["cards"]:
            assert ("box" in card) != (name in handed_in), name
            if "box" in card:
                others = set(sorting["boxes"]) - {card["box"]}
                assert card["right"] and card["box"] in sorting["boxes"], (name, card["code"])
                assert set(card["wrong"]) == others or "other" in card["wrong"] and set(card["wrong"]) < others | {"other"}, (name, card["code"])


@pytest.mark.parametrize("kind, call", [("quizzes", "quiz"), ("sortings", "sort_cards"), ("predictions", "predict"), ("predictions", "reveal"), ("tries", "try_it"), ("checks", "check")])
def test_everything_is_used_and_nothing_is_missing(kind, call):
    used = set(re.findall(call + r'\(\\"(\d\d\.\w+)\\"', NOTEBOOKS))
    assert used == {f"{chapter}.{name}" for chapter, content in CONTENT.items() for name in content.get(kind, [])}


@pytest.fixture(scope="module")
def notebook_names():
    """Run a chapter in this process and hand out its variables."""
    cache = {}

    def run(path):
        if path not in cache:
            names = {}
            for cell in edition(nbformat.read(path, as_version=4), "en").cells:
                if cell.cell_type == "code" and not re.search(r"crm\.(explore|quiz|sort_cards|predict|progress)", cell.source):
                    exec(compile(cell.source, cell.id, "exec"), names)
                    if "try_it" in cell.source:
                        task = re.search(r'try_it\("(\d\d\.\w+)"', cell.source)[1]
                        cache.setdefault((path, "tries"), []).append((task, dict(names)))
            cache[path] = names
        return cache.get((path, "tries"), [])
    yield run
    plt.close("all")


@pytest.mark.parametrize("path", sources(), ids=[path.stem for path in sources()])
def test_small_tasks_accept_their_solution_and_name_each_mistake(path, notebook_names, capsys):
    for name, names in notebook_names(path):
        chapter, key = name.split(".")
        task = CONTENT[chapter]["tries"][key]
        assert "✓" in feedback(name, eval(task["solution"], dict(names)), names), name
        for mistake in task.get("mistakes", []):
            assert mistake["text"]["en"] in feedback(name, eval(mistake["value"], dict(names)), names), (name, mistake["value"])
