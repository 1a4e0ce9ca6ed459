"""The role play and the reading practice: they follow the learner, explain, and end in a plain variable."""

import html
import re

import pytest

import crmlib as crm
from crmlib.language import CourseError, use_language


def words(widget):
    return html.unescape(re.sub(r"<[^>]+>", " ", widget.value))


@pytest.fixture
def talk():
    return crm.explore.role_play("S02")


@pytest.fixture
def practice():
    return crm.explore.read_utterances(crm.load("utterances").query("question == 'objection'").head(3))


def say(talk, letter):
    talk.options.value = letter
    talk.button.click()


def test_it_opens_with_the_customer_and_the_first_sentences(talk):
    assert "three salespeople" in words(talk.talk) and len(talk.options.options) == 3 and talk.options.value is None


def test_the_customer_answers_and_trust_is_told(talk):
    say(talk, "b")
    assert "That's what they all say" in words(talk.talk) and "I am here for a survey" in words(talk.talk)
    assert "Trust: -2 (-2)" in words(talk.reply) and [value for _label, value in talk.options.options] == ["a", "b"]


def test_the_debrief_names_each_technique_and_gives_the_path_as_code(talk):
    for letter in "aba":
        say(talk, letter)
    said = words(talk.reply)
    assert all(name in said for name in ("Respect time and place (+1)", "Give facts and figures (+2)", "Promise what you can keep (+2)"))
    assert "Sale; gross profit 310 yuan; trust +5" in said and "path = ['a', 'b', 'a']" in said
    assert talk.path == ["a", "b", "a"] and talk.button.disabled and talk.options.options == ()


def test_nothing_chosen_is_said_and_nothing_happens(talk):
    talk.button.click()
    assert "Choose what to say first" in words(talk.reply) and talk.path == []


def test_starting_again_brings_the_first_state_back(talk):
    first = talk.talk.value, talk.options.options
    for letter in "aba":
        say(talk, letter)
    talk.reset_button.click()
    assert (talk.talk.value, talk.options.options) == first and talk.path == [] and talk.reply.value == "" and not talk.button.disabled


def test_a_role_play_without_a_kernel_reads_as_text(talk):
    text = talk._repr_mimebundle_()["text/plain"]
    assert "Mr Xu" in text and "Interactive" in text
    assert "a. Then I'll be brief" in text and [label for label, _letter in talk.options.options] == text.splitlines()[2:-1]


def test_a_reading_is_explained_with_the_deciding_words(practice):
    utterances = crm.load("utterances").query("question == 'objection'").head(3)
    meant = crm.load("utterance_labels").query("rater == 'writer'").set_index("utterance_id")["label"]
    first = utterances.iloc[0]
    practice.choices.value = meant[first["utterance_id"]]
    practice.button.click()
    assert "The author meant the same" in words(practice.reply) and first["cue_en"] in words(practice.reply)
    assert not practice.next_button.disabled
    practice.next_button.click()
    practice.choices.value = {"sincere": "staged", "staged": "sincere"}[meant[utterances.iloc[1]["utterance_id"]]]
    practice.button.click()
    assert "✗ You read" in words(practice.reply)


def test_the_first_label_given_is_kept(practice):
    practice.choices.value = "sincere"
    practice.button.click()
    practice.choices.value = "staged"
    practice.button.click()
    assert list(practice.labels.values()) == ["sincere"]


def test_after_the_last_sentence_the_agreement_is_told_and_the_labels_come_as_code(practice):
    for label in ("sincere", "staged", "sincere"):
        practice.choices.value = label
        practice.button.click()
        if not practice.next_button.disabled:
            practice.next_button.click()
    said = words(practice.reply)
    assert "of 3 sentences" in said and "Kappa is" in said and f"my_labels = {practice.labels}" in said
    practice.reset_button.click()
    assert practice.labels == {} and "Sentence 1 of 3" in words(practice.sentence)


def test_a_second_reading_that_differs_is_told():
    labels = crm.load("utterance_labels").pivot(index="utterance_id", columns="rater", values="label")
    apart = crm.load("utterances").set_index("utterance_id").loc[labels.index[labels["writer"] != labels["reader"]]].reset_index()
    practice = crm.explore.read_utterances(apart.query("question == 'objection'"))
    practice.choices.value = "sincere"
    practice.button.click()
    assert "the second reading says" in words(practice.reply)


def test_sentences_of_two_questions_or_none_are_refused():
    with pytest.raises(CourseError, match="one question"):
        crm.explore.read_utterances(crm.load("utterances"))
    with pytest.raises(CourseError, match="one question"):
        crm.explore.read_utterances(crm.load("utterances").head(0))


def test_both_speak_chinese():
    use_language("zh")
    talk = crm.explore.role_play("S02")
    talk.choose("b")
    assert "都这么说" in words(talk.talk) and "信任：-2（-2）" in words(talk.reply)
    practice = crm.explore.read_utterances(crm.load("utterances").query("question == 'objection'").head(1))
    practice.choices.value = "sincere"
    practice.button.click()
    assert "起决定作用的是" in words(practice.reply)
