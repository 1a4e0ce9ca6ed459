"""What customers say, how two passes labelled it, conversations that branch, and two logs with planted truth.

The texts are written by hand: `utterances.yml`, `label_guide.yml`, `second_reading.yml`, `scenarios.yml`.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from .streams import stream

SHOPS = ["HZ1", "HZ2", "HZ3", "NB1", "NB2", "SX1"]
# objection and tactic: how many, and the share of them that ends in a purchase
OBJECTIONS = {
    ("bargain", "concede"): (1350, 0.70), ("bargain", "clarify"): (250, 0.82),
    ("price", "concede"): (200, 0.44), ("price", "clarify"): (200, 0.64),
    ("doubt", "concede"): (200, 0.16), ("doubt", "clarify"): (1000, 0.32),
}  # fmt: skip
MARGIN, CONCESSION = 0.478, 0.05  # shares of the list amount
# what visitors want to get, and how often; how often a second visit wants the same
PREFERENCES = {"auditory": 0.15, "visual": 0.11, "kinaesthetic": 0.22, "directive": 0.06, "analytical": 0.10, "pragmatic": 0.27, "relational": 0.09}
TWICE, WANTS_THE_SAME = 500, 0.44
VISITS_OF_EACH_OPENING, GUESSES_RIGHT = 1000, 0.32
BOUGHT = {"greet": 0.24, "ask": 0.37, "guess_right": 0.48, "guess_wrong": 0.16}


def _texts(name):
    return yaml.safe_load(Path(__file__).with_name(f"{name}.yml").read_text(encoding="utf-8"))


def make_label_guide():
    """Return the label guide: one row for each label of each question."""
    columns = ["name_en", "name_zh", "cue_en", "cue_zh", "answer_en", "answer_zh"]
    rows = [(question, label, *texts) for question, labels in _texts("label_guide").items() for label, texts in labels.items()]
    return pd.DataFrame(rows, columns=["question", "label", *columns])


def make_utterances():
    """Return the utterances in an order drawn by lot, and the labels of both readings."""
    lines = [(question, label, line) for question, by_label in _texts("utterances").items()
             for label, block in by_label.items() for line in block.splitlines()]
    read = {int(number[1:]): label for by_line in _texts("second_reading").values() for number, label in by_line.items()}
    utterances, labels = [], []
    for place, number in enumerate(stream("utterances").permutation(len(lines)), start=1):
        (question, label, line), name = lines[number], f"U{place:03d}"
        utterances.append((name, question, *_utterance(line)))
        labels += [(name, "writer", label), (name, "reader", read[number + 1])]
    columns = ["utterance_id", "question", "mixed", "context", "text_en", "text_zh", "cue_en", "cue_zh"]
    return pd.DataFrame(utterances, columns=columns), pd.DataFrame(labels, columns=["utterance_id", "rater", "label"])


def _utterance(line):
    """Take one line apart: mixed or not, context, both texts, and the words in brackets of both."""
    context, english, chinese = line.removeprefix("~ ").split(" | ")
    cues = [text.split("[")[1].split("]")[0] for text in (english, chinese)]
    return line.startswith("~ "), context, *(text.replace("[", "").replace("]", "") for text in (english, chinese)), *cues


def make_scenarios():
    """Return the conversations, their nodes, and the choices at each node, in an order drawn by lot."""
    random = stream("scenario_choices")
    scenarios, nodes, choices = [], [], []
    for name, scenario in _texts("scenarios").items():
        scenarios.append((name, scenario["context"], *scenario["title"], *scenario["scene"]))
        for node, content in scenario["nodes"].items():
            nodes.append((name, node, content.get("stage"), *content["says"], content.get("ending"), content.get("profit")))
            for letter, (text, following, technique, effect, feedback) in zip("abc", _mixed(content.get("choices", []), random)):
                choices.append((name, node, letter, *text, following, technique, effect, *feedback))
    return (pd.DataFrame(scenarios, columns=["scenario_id", "context", "title_en", "title_zh", "scene_en", "scene_zh"]),
            pd.DataFrame(nodes, columns=["scenario_id", "node", "stage", "text_en", "text_zh", "ending", "profit"]),
            pd.DataFrame(choices, columns=["scenario_id", "node", "choice", "text_en", "text_zh", "next", "technique", "effect", "feedback_en", "feedback_zh"]))


def make_objection_log():
    """Return one row for each objection in the shops in 2025, and how it was answered."""
    random = stream("objection_log")
    groups = [pd.DataFrame({"objection": objection, "tactic": tactic, "won": np.arange(count) < round(count * rate)})
              for (objection, tactic), (count, rate) in OBJECTIONS.items()]
    log = _shuffled(pd.concat(groups), random)
    log["amount"] = random.lognormal(4.1, 0.5, len(log)).clip(15, 400).round(2)
    conceded = log["won"] & log["tactic"].eq("concede")
    log["discount"] = (CONCESSION * log["amount"]).round(2).where(conceded, 0.0)
    log["gross_profit"] = (MARGIN * log["amount"] - log["discount"]).round(2).where(log["won"], 0.0)
    return _dated(log, random, "objection_id", "J")


def make_openings_trial():
    """Return one row for each visit of the trial of openings: which was drawn by lot, and what came of it."""
    random = stream("openings_trial")
    visits = 3 * VISITS_OF_EACH_OPENING
    again = np.arange(visits - TWICE, visits) - (visits - TWICE)  # the last visits are second visits of the first visitors
    wants = random.choice(list(PREFERENCES), size=visits, p=list(PREFERENCES.values()))
    same = again < round(TWICE * WANTS_THE_SAME)
    wants[visits - TWICE:] = np.where(same, wants[again], [_another(want, random) for want in wants[again]])
    trial = pd.DataFrame({"visitor": np.append(np.arange(visits - TWICE), again), "wanted": wants})
    trial = _shuffled(trial, random)
    trial["visitor"] = [f"V{number + 1:04d}" for number in pd.factorize(trial["visitor"])[0]]
    trial["opening"] = random.permutation(np.repeat(["greet", "ask", "guess"], VISITS_OF_EACH_OPENING))
    guesses = trial.index[trial["opening"].eq("guess")]
    right = random.permutation(np.arange(len(guesses)) < round(GUESSES_RIGHT * len(guesses)))
    trial["guessed"] = pd.Series([want if hit else _another(want, random) for want, hit in zip(trial["wanted"][guesses], right)], index=guesses)
    case = trial["opening"].mask(trial["opening"].eq("guess"), np.where(trial["guessed"].eq(trial["wanted"]), "guess_right", "guess_wrong"))
    bought = case.groupby(case).transform(lambda cases: random.permutation(np.arange(len(cases)) < round(BOUGHT[cases.name] * len(cases))))
    trial["bought"] = bought.astype(bool)
    trial["gross_profit"] = (MARGIN * random.lognormal(4.1, 0.5, visits).clip(15, 400)).round(2)
    trial["gross_profit"] = trial["gross_profit"].where(trial["bought"], 0.0)
    return _dated(trial, random, "visit_id", "T")


def _mixed(choices, random):
    return [choices[place] for place in random.permutation(len(choices))]


def _another(want, random):
    return random.choice([other for other in PREFERENCES if other != want])


def _shuffled(table, random):
    return table.iloc[random.permutation(len(table))].reset_index(drop=True)


def _dated(table, random, key, letter):
    """Give the rows dates of 2025 in their order, shops, and numbers."""
    table["date"] = pd.Timestamp("2025-01-02") + pd.to_timedelta(np.sort(random.integers(0, 363, len(table))), unit="D")
    table["store"] = random.choice(SHOPS, len(table))
    table[key] = [f"{letter}{number:04d}" for number in range(1, len(table) + 1)]
    return table
