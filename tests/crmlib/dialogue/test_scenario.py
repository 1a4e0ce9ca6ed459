"""Conversations: what a path gives, what all paths give, and what cannot be said."""

import pandas as pd
import pytest

import crmlib as crm
from crmlib.dialogue.scenario import Scenario
from crmlib.language import CourseError, use_language


@pytest.fixture
def small():
    nodes = pd.DataFrame({"node": ["a", "b", "sale", "lost"], "stage": ["approach", "close", None, None], "text": ["Hello", "And?", "Bought", "Gone"],
                          "ending": [None, None, "sale", "lost"], "profit": [None, None, 10.0, 0.0]}).set_index("node")
    choices = pd.DataFrame([("a", "a", "Ask", "b", "ask", 1, "Good"), ("a", "b", "Press", "lost", "press", -2, "Bad"), ("b", "a", "Order?", "sale", "ask_order", 1, "Good")],
                           columns=["node", "choice", "text", "next", "technique", "effect", "feedback"]).set_index(["node", "choice"])
    return Scenario("X", "Title", "Scene", "a", nodes, choices)


def test_a_path_gives_what_was_said_and_how_trust_moved(small):
    said = crm.play(small, ["a", "a"])
    assert said.steps["trust"].tolist() == [1, 2] and said.steps["technique"].tolist() == ["Ask an open question", "Ask for the order"]
    assert (said.ending, said.profit, said.trust, said.customer) == ("sale", 10.0, 2, "Bought")


def test_a_path_may_stop_before_the_end(small):
    said = crm.play(small, ["a"])
    assert (said.ending, said.profit, said.node, said.customer) == (None, 0.0, "b", "And?")
    assert crm.play(small, []).trust == 0 and crm.play(small, []).steps.empty


def test_all_conversations_are_listed_best_first(small):
    assert crm.conversations(small)[["path", "trust", "ending", "profit"]].to_numpy().tolist() == [["aa", 2, "sale", 10.0], ["b", -2, "lost", 0.0]]


@pytest.mark.parametrize("path, words", [(["c"], "At step 1 you can choose a, b, not 'c'"), (["a", "b"], "At step 2 you can choose a, not 'b'"),
                                         (["b", "a"], "over after 1 choices")])
def test_a_letter_that_cannot_be_chosen_is_named(small, path, words):
    with pytest.raises(CourseError, match=words):
        crm.play(small, path)


def test_a_conversation_in_a_circle_is_refused(small):
    choices = small.choices.copy()
    choices.loc[("b", "a"), "next"] = "a"
    with pytest.raises(CourseError, match="circle"):
        crm.conversations(Scenario("X", "", "", "a", small.nodes, choices))


def test_an_unknown_conversation_is_refused_with_the_known_ones():
    with pytest.raises(CourseError, match="S01, S02.*S12"):
        crm.scenario("S99")


def test_a_conversation_speaks_the_language_in_use():
    use_language("zh")
    talk = crm.scenario("S02")
    assert talk.title == "名字与承诺" and crm.play(talk, ["a"]).steps["technique"].tolist() == ["尊重时间与场合"]


@pytest.mark.parametrize("name", crm.load("scenarios")["scenario_id"])
def test_playing_every_path_gives_the_listed_trust_and_ending(name):
    talk = crm.scenario(name)
    for row in crm.conversations(talk).itertuples():
        said = crm.play(talk, list(row.path))
        assert (said.trust, said.ending, said.profit, len(said.steps)) == (row.trust, row.ending, row.profit, row.steps)
