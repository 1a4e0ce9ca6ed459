"""A learner's copies follow the course, and a learner's changes are never lost."""

import json

import pytest

from courseware.copies import RECORD, refresh_copies

CHAPTER = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["RFM 分析"]},
        {
            "cell_type": "code",
            "execution_count": 3,
            "metadata": {"execution": {"iopub.execute_input": "2026-01-01"}, "tags": ["zh"]},
            "outputs": [{"name": "stdout", "output_type": "stream", "text": ["the answer"]}],
            "source": ["1 + 1"],
        },
    ],
    "metadata": {"kernelspec": {"name": "python3"}, "widgets": {"state": {}}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture
def course(tmp_path):
    for language in ("en", "zh"):
        write(tmp_path / "course" / "chapters" / language / "01.ipynb", json.dumps(CHAPTER, ensure_ascii=False))
        write(tmp_path / "course" / "exercises" / language / "abc" / "abc.ipynb", "task")
        write(tmp_path / "course" / "exercises" / language / "abc" / "img" / "shop.svg", "<svg/>")
        write(tmp_path / "course" / "exercises" / language / "abc" / ".ipynb_checkpoints" / "abc.ipynb", "old")
    return tmp_path / "course"


@pytest.fixture
def work(tmp_path):
    return tmp_path / "work"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_one_edition_is_copied(course, work):
    assert refresh_copies(course, work, "zh") == []
    copied = {path.relative_to(work).as_posix() for path in work.rglob("*") if path.is_file()}
    assert copied == {RECORD, "zh/chapters/01.ipynb", "zh/exercises/abc/abc.ipynb", "zh/exercises/abc/img/shop.svg"}


def test_a_chapter_arrives_without_its_answers(course, work):
    refresh_copies(course, work, "zh")
    text = (work / "zh" / "chapters" / "01.ipynb").read_text(encoding="utf-8")
    assert "RFM 分析" in text
    copy = json.loads(text)
    code = copy["cells"][1]
    assert (code["outputs"], code["execution_count"], code["metadata"]) == ([], None, {"tags": ["zh"]})
    assert copy["metadata"] == {"kernelspec": {"name": "python3"}}
    assert copy["cells"][0] == CHAPTER["cells"][0]


def test_an_untouched_copy_follows_the_course(course, work):
    refresh_copies(course, work, "en")
    write(course / "exercises" / "en" / "abc" / "abc.ipynb", "better task")
    assert refresh_copies(course, work, "en") == []
    assert (work / "en" / "exercises" / "abc" / "abc.ipynb").read_text() == "better task"


def test_a_changed_copy_is_kept_and_mentioned_only_while_a_newer_one_waits(course, work):
    refresh_copies(course, work, "en")
    copy = work / "en" / "exercises" / "abc" / "abc.ipynb"
    write(copy, "my answer")
    assert refresh_copies(course, work, "en") == []
    write(course / "exercises" / "en" / "abc" / "abc.ipynb", "better task")
    for _ in range(2):
        assert refresh_copies(course, work, "en") == ["en/exercises/abc/abc.ipynb"]
        assert copy.read_text() == "my answer"
    copy.rename(copy.with_name("mine.ipynb"))
    assert refresh_copies(course, work, "en") == []
    assert copy.read_text() == "better task"
    assert copy.with_name("mine.ipynb").read_text() == "my answer"


@pytest.mark.parametrize("record", [None, "", "{broken"])
def test_without_a_record_nothing_is_overwritten(course, work, record):
    refresh_copies(course, work, "en")
    copy = work / "en" / "exercises" / "abc" / "abc.ipynb"
    write(copy, "my answer")
    (work / RECORD).unlink()
    if record is not None:
        write(work / RECORD, record)
    assert refresh_copies(course, work, "en") == ["en/exercises/abc/abc.ipynb"]
    assert copy.read_text() == "my answer"


def test_the_two_editions_do_not_disturb_each_other(course, work):
    refresh_copies(course, work, "en")
    write(work / "en" / "chapters" / "01.ipynb", "mine")
    assert refresh_copies(course, work, "zh") == []
    assert refresh_copies(course, work, "en") == []
    assert (work / "en" / "chapters" / "01.ipynb").read_text() == "mine"


def test_an_empty_course_is_no_error(tmp_path, work):
    assert refresh_copies(tmp_path, work, "en") == []
