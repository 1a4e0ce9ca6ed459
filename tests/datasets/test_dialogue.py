"""The tables of chapter 10: texts, labels and conversations are sound, what is planted holds, samples are fair."""

import json

import numpy as np
import pandas as pd
import pytest

import crmlib as crm
from crmlib.data import load, table_file
from crmlib.samples.shares import share_of

IDS = [f"2026{number:04d}" for number in range(1000)]


@pytest.fixture(scope="module")
def said():
    return load("utterances").set_index("utterance_id")


@pytest.fixture(scope="module")
def labels():
    return load("utterance_labels").pivot(index="utterance_id", columns="rater", values="label")


@pytest.fixture(scope="module")
def log():
    return load("objection_log")


@pytest.fixture(scope="module")
def trial():
    return load("openings_trial")


def test_there_are_enough_utterances_and_each_is_read_twice(said, labels):
    assert len(said) >= 120 and said["text_en"].is_unique and said["text_zh"].is_unique
    assert labels.index.equals(said.index) and labels.notna().all(axis=None)


def test_every_label_belongs_to_the_question_of_its_utterance(said, labels):
    known = {(row.question, row.label) for row in load("label_guide").itertuples()}
    for rater in ("writer", "reader"):
        assert set(zip(said["question"], labels[rater])) <= known
    assert set(zip(said["question"], labels["writer"])) == known


def test_the_deciding_words_stand_in_the_sentence(said):
    for language in ("en", "zh"):
        assert all(row[f"cue_{language}"] in row[f"text_{language}"] for row in said.to_dict("records"))
    assert said["text_zh"].str.contains("[\u4e00-\u9fff]").all() and said["text_en"].str.isascii().eq(False).sum() <= 5


def test_the_number_of_an_utterance_does_not_give_its_label_away(said, labels):
    same_as_before = labels["writer"] == labels["writer"].shift()
    assert same_as_before.mean() < 0.15


def test_the_readings_agree_on_clear_sentences_and_less_on_mixed_ones(said, labels):
    same = (labels["writer"] == labels["reader"]).groupby(said["mixed"]).mean()
    assert same[False] > 0.97 and 0.8 < same[True] < 0.92 and said["mixed"].sum() > 40


CONVERSATIONS = load("scenarios")["scenario_id"].tolist()


def test_there_are_twelve_conversations():
    assert len(CONVERSATIONS) >= 12


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_conversation_is_a_sound_graph(name):
    talk = crm.scenario(name)
    ended = talk.nodes["ending"].notna()
    nexts = set(talk.choices["next"])
    assert nexts <= set(talk.nodes.index)
    assert nexts | {talk.start} == set(talk.nodes.index)
    assert set(talk.choices.index.get_level_values("node")) == set(talk.nodes.index[~ended])
    assert talk.choices.groupby("node").size().min() >= 2
    assert talk.nodes["profit"].notna().equals(ended) and talk.nodes["stage"].isna().equals(ended)
    assert (talk.nodes.loc[ended, "profit"] > 0).equals(talk.nodes.loc[ended, "ending"].eq("sale"))
    ways = crm.conversations(talk)
    assert "sale" in set(ways["ending"]) and len(set(ways["ending"])) >= 2 and ways["path"].is_unique
    visited = {node for path in ways["path"] for place in range(len(path) + 1) for node in [crm.play(talk, list(path[:place])).node]}
    assert visited == set(talk.nodes.index)


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_conversation_rewards_trust_and_speaks_both_languages(name):
    ways = crm.conversations(crm.scenario(name))
    assert ways["trust"].iloc[0] == ways["trust"].max() and ways.iloc[0]["ending"] == "sale"
    for table in (load(table) for table in ("scenarios", "scenario_nodes", "scenario_choices")):
        table = table[table["scenario_id"] == name]
        for column in [column for column in table if column.endswith("_en")]:
            chinese = table[column.removesuffix("en") + "zh"]
            assert table[column].notna().all() and chinese.str.contains("[\u4e00-\u9fff]").all()
            assert not table[column].str.contains("[!\u4e00-\u9fff]").any() and not chinese.str.contains("[!！]|[\u4e00-\u9fff][,;:?]").any()


def test_the_best_choice_has_no_favourite_letter():
    first = [crm.conversations(crm.scenario(name))["path"].iloc[0] for name in CONVERSATIONS]
    letters = pd.Series(list("".join(first))).value_counts(normalize=True)
    assert letters.max() < 0.6


def rates(log):
    return log.groupby(["objection", "tactic"])["won"].mean().unstack()


def test_conceding_wins_overall_and_loses_within_each_kind(log):
    overall = log.groupby("tactic")["won"].mean()
    assert overall["concede"] > overall["clarify"] + 0.1
    assert (rates(log)["clarify"] > rates(log)["concede"] + 0.1).all()
    profit = log.groupby(["objection", "tactic"])["gross_profit"].mean().unstack()
    assert (profit["clarify"] > profit["concede"]).all()


def test_the_money_of_the_objection_log_adds_up(log):
    conceded = log["won"] & log["tactic"].eq("concede")
    assert (log["discount"] > 0).equals(conceded) and (log["gross_profit"] > 0).equals(log["won"])
    expected = (0.478 * log["amount"] - log["discount"]).where(log["won"], 0)
    assert (expected - log["gross_profit"]).abs().max() < 0.0051


def needed_and_accuracy(trial):
    guess = trial[trial["opening"].eq("guess")]
    right = guess["guessed"].eq(guess["wanted"])
    bought = guess.groupby(right)["bought"].mean()
    ask = trial.loc[trial["opening"].eq("ask"), "bought"].mean()
    return (ask - bought[False]) / (bought[True] - bought[False]), right.mean()


def test_asking_beats_guessing_and_guesses_are_seldom_right(trial):
    bought = trial.groupby("opening")["bought"].mean()
    assert bought["ask"] > bought["guess"] + 0.05 > bought["greet"] + 0.05
    needed, accuracy = needed_and_accuracy(trial)
    assert accuracy == pytest.approx(0.32) and 0.62 < needed < 0.69
    assert trial["guessed"].notna().equals(trial["opening"].eq("guess"))


def test_who_comes_twice_wants_the_same_in_less_than_half(trial):
    twice = trial[trial["visitor"].duplicated(keep=False)]
    same = twice.groupby("visitor")["wanted"].nunique().eq(1)
    assert len(same) == 500 and same.mean() == pytest.approx(0.44)


def test_openings_were_drawn_by_lot(trial):
    mix = pd.crosstab(trial["opening"], trial["wanted"], normalize="index")
    assert (mix.max() - mix.min()).max() < 0.06


SAMPLED_BY = {resource["name"]: resource["sampledBy"] for resource in json.loads((table_file("utterances").parent / "datapackage.json").read_text(encoding="utf-8"))["resources"]
              if "sampledBy" in resource}

# Fairness of the exercise: no learner's sample turns the findings round, and no mistake gives the right answer.


def samples(name, table):
    for student in IDS:
        yield table.loc[share_of(student, name, table, **SAMPLED_BY[name])]


@pytest.mark.parametrize("name", ["objection_log", "openings_trial"])
def test_the_samples_here_are_those_that_load_gives(name):
    assert next(samples(name, load(name))).reset_index(drop=True).equals(load(name, student=IDS[0]))


def test_every_log_turns_and_its_mistakes_differ(log):
    cell, names = pd.factorize(log["objection"] + " " + log["tactic"], sort=True)
    assert names[0] == "bargain clarify" and names[1] == "bargain concede"
    won = log["won"].to_numpy()
    for own in samples("objection_log", log[["objection", "tactic"]]):
        tries = np.bincount(cell[own.index]).reshape(3, 2)
        within = np.bincount(cell[own.index], weights=won[own.index]).reshape(3, 2) / tries
        overall = (within * tries).sum(axis=0) / tries.sum(axis=0)
        standard = tries.sum(axis=1) / tries.sum() @ within
        assert overall[1] > overall[0] and (within[:, 0] > within[:, 1]).all()
        assert min(np.abs(wrong - standard).max() for wrong in (within.mean(axis=0), overall, within[0])) > 0.0012
        needed = within[2, 0] * 0.478 / 0.428
        wrong = np.array([within[2, 0], within[2, 0] * 1.05, overall[0] * 0.478 / 0.428, within[2, 0] * 0.428 / 0.478, within[2, 1]])
        assert 0 < needed < 0.95 and np.abs(wrong - needed).min() > 0.002


def test_in_every_trial_guesses_are_right_less_often_than_needed(trial):
    right = np.where(trial["opening"].eq("guess"), trial["guessed"].eq(trial["wanted"]).astype(int), 2)
    right[trial["opening"].eq("greet")] = 3
    bought = trial["bought"].to_numpy()
    for own in samples("openings_trial", trial[["opening"]]):
        visits = np.bincount(right[own.index])
        wrong_rate, right_rate, ask, _greet = np.bincount(right[own.index], weights=bought[own.index]) / visits
        needed, accuracy = (ask - wrong_rate) / (right_rate - wrong_rate), visits[1] / visits[:2].sum()
        assert accuracy + 0.05 < needed < 0.95 and abs(needed - 0.5) > 0.002


def test_every_learner_reads_what_can_be_confused(labels):
    for student in IDS:
        own = load("utterances", student=student)
        own = own.join(labels["writer"], on="utterance_id")
        read = own[~own["mixed"]].groupby("question")["writer"]
        assert set(read.get_group("closing").head(6)) == {"signal", "obstacle", "bargaining", "not_yet"}
        types, tempers = read.get_group("preference").head(8), read.get_group("temperament").head(6)
        assert len(types) == 8 and types.nunique() >= 3 and types.isin(["visual", "analytical"]).any()
        assert len(tempers) == 6 and tempers.nunique() >= 3
        frequency = own.loc[own["question"] == "preference", "writer"].value_counts(normalize=True)
        assert frequency.max() - frequency.min() > 0.06  # chance would agree on one in seven if types were equally frequent


def test_every_learner_has_a_conversation_to_visit_and_one_that_gets_stuck():
    for student in IDS:
        own = load("scenarios", student=student)
        assert len(own) == 8 and own["context"].eq("visit").sum() == 4
        assert set(own["scenario_id"]) & {"S05", "S07", "S08", "S09", "S12"}


def test_no_learners_share_of_harmful_choices_is_that_of_all_and_some_choice_has_no_effect():
    choices = load("scenario_choices")
    effects = choices.groupby("scenario_id")["effect"]
    harmful, neutral, number = effects.agg(lambda effect: (effect < 0).sum()), effects.agg(lambda effect: (effect == 0).sum()), effects.size()
    for student in IDS:
        own = load("scenarios", student=student)["scenario_id"]
        assert abs(harmful[own].sum() / number[own].sum() - harmful.sum() / number.sum()) > 0.0012 and neutral[own].sum() > 0


@pytest.mark.parametrize("name", ["S05", "S07", "S08", "S09", "S12"])
def test_each_conversation_that_gets_stuck_has_a_calm_way_out(name):
    talk = crm.scenario(name)
    calm = []
    for path in crm.conversations(talk).query("ending == 'sale'")["path"]:
        nodes = [crm.play(talk, list(path[:place])).node for place in range(len(path))]
        used = [talk.choices.loc[(node, letter), "technique"] for node, letter in zip(nodes, path)]
        if "deadlock" in talk.nodes.loc[nodes, "stage"].tolist() and "concede" not in used:
            calm.append(path)
    assert calm
