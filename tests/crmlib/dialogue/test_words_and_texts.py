"""Splitting sentences, a classifier that is tested on what it has not seen, and texts in two languages."""

import pandas as pd
import pytest

import crmlib as crm
from crmlib.language import CourseError, use_language


@pytest.mark.parametrize("text, words", [("It's OK, isn't it?", 6), ("能打开闻一闻吗？", 4), ("pH 值是多少", 4), ("……", 0), ("", 0)])
def test_punctuation_is_no_word(text, words):
    found = crm.split_words(text)
    assert len(found) == words and all(any(sign.isalnum() for sign in word) for word in found)


def test_held_out_labels_come_from_a_model_that_has_not_seen_the_sentence():
    """Sentences with nothing in common: learned by heart they are right, unseen they cannot be."""
    texts = pd.Series([f"word{number}" for number in range(20)])
    labels = pd.Series(["a", "b"] * 10)
    assert (crm.text_classifier().fit(texts, labels).predict(texts) == labels).all()
    assert (crm.held_out_labels(texts, labels) == labels).mean() <= 0.5


def test_held_out_labels_keep_the_index_and_give_the_same_every_time():
    texts = pd.Series(["may i try", "try it", "i try", "the price", "what price", "price please"], index=list("uvwxyz"))
    labels = pd.Series(["try"] * 3 + ["price"] * 3, index=list("uvwxyz"))
    first = crm.held_out_labels(texts, labels, folds=3)
    assert first.index.tolist() == list("uvwxyz") and first.equals(crm.held_out_labels(texts, labels, folds=3))
    assert first.equals(labels.astype("str"))


def test_too_few_sentences_or_another_index_are_refused():
    texts, labels = pd.Series(["a", "b", "c"]), pd.Series(["x", "x", "y"])
    with pytest.raises(CourseError, match="'y' has 1 sentences"):
        crm.held_out_labels(texts, labels, folds=2)
    with pytest.raises(CourseError, match="same index"):
        crm.held_out_labels(texts, labels[::-1])


@pytest.mark.parametrize("language, name", [("en", "Sincere objection"), ("zh", "诚恳的异议")])
def test_the_guide_speaks_the_language_in_use(language, name):
    use_language(language)
    assert crm.label_guide("objection").loc["sincere", "name"] == name


def test_an_unknown_question_is_refused():
    with pytest.raises(CourseError, match="preference, temperament, objection, closing"):
        crm.label_guide("mood")


def test_one_text_remains_for_each_pair():
    use_language("zh")
    table = crm.in_language(crm.load("utterances"))
    assert {"text", "cue"} <= set(table.columns) and not [column for column in table if column.endswith(("_en", "_zh"))]
    assert table["text"].equals(crm.load("utterances")["text_zh"].rename("text"))
