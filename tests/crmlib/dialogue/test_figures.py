"""What the figures of conversations show, in words and in both languages."""

import re

import pandas as pd
import pytest

import crmlib as crm
from crmlib.draw import agreement_table, alt_text, conversation, opening_rates, tactic_rates
from crmlib.language import use_language


@pytest.fixture(params=["en", "zh"])
def language(request):
    use_language(request.param)
    return request.param


@pytest.fixture
def log():
    return crm.load("objection_log")


def readings():
    labels = crm.load("utterance_labels").pivot(index="utterance_id", columns="rater", values="label")
    chosen = labels.loc[crm.load("utterances").query("question == 'objection'")["utterance_id"]]
    return crm.agreement(chosen["writer"], chosen["reader"])


def rates(log):
    return crm.success_rates(log, "tactic", "won"), crm.success_rates(log, ["objection", "tactic"], "won")


def drawn(log):
    yield agreement_table(readings())
    yield tactic_rates(*rates(log))
    yield opening_rates(crm.success_rates(crm.load("openings_trial"), "opening", "bought"))
    yield conversation(crm.play(crm.scenario("S02"), ["b", "a", "b"]))


def test_every_figure_has_a_title_and_alt_text_in_the_language_and_no_missing_glyph(log, language, caplog):
    for ax in drawn(log):
        ax.figure.canvas.draw()
        assert ax.get_title(loc="left") and len(alt_text(ax)) > 40
        assert bool(re.search(r"[\u4e00-\u9fff]", alt_text(ax))) == (language == "zh")
    assert [record.getMessage() for record in caplog.records if record.name.startswith("matplotlib")] == []


def test_the_table_of_readings_holds_its_counts_and_names_what_differs():
    ax = agreement_table(readings())
    assert sorted(text.get_text() for text in ax.texts) == ["12", "14", "2"]
    assert "28 sentences: 26 have the same label" in alt_text(ax) and "Staged objection then Sincere objection: 2" in alt_text(ax)


def test_the_title_says_whether_the_total_turns(log):
    assert "within each kind it loses" in tactic_rates(*rates(log)).get_title(loc="left")
    same_mix = log.groupby(["objection", "tactic"]).head(200)
    assert "within 3 of 3 kinds" in tactic_rates(*rates(same_mix)).get_title(loc="left")


def test_openings_stand_with_the_best_on_top():
    ax = opening_rates(pd.DataFrame({"tries": [10, 20], "successes": [1, 8], "rate": [0.1, 0.4], "low": [0.02, 0.2], "high": [0.4, 0.6]}, index=["greet", "guess_right"]))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Guess: right", "Greet only"]
    assert ax.get_title(loc="left") == '"Guess: right" sells most often, "Greet only" least'


def test_trust_is_drawn_step_by_step():
    ax = conversation(crm.play(crm.scenario("S02"), ["b", "a", "b"]))
    assert ax.get_lines()[1].get_ydata().tolist() == [0, -2, -1, -2]
    assert "step 1: Disguise the purpose (-2), trust -2" in alt_text(ax)
    assert "still open" in alt_text(conversation(crm.play(crm.scenario("S02"), ["b"])))
