"""Whether a sample tells the typical mistakes of its exercise from the right answers; if not, the draw is repeated."""


def conversations_tell(mine, load):
    """Tell whether a learner's conversations hold a choice without effect, and another share of harmful choices than all."""
    choices = load("scenario_choices")
    effects = choices.loc[choices["scenario_id"].isin(mine["scenario_id"]), "effect"]
    return bool((effects == 0).any() and abs((effects < 0).mean() - (choices["effect"] < 0).mean()) > 0.002)


def sentences_tell(mine, load):
    """Tell whether the sentences to be read hold what can be confused, and the types are not all equally frequent.

    Read are the first six clear sentences on closing, with all four labels, and the first eight on types, one of
    them visual or analytical.
    """
    readings = load("utterance_labels")
    meant = readings[readings["rater"] == "writer"].set_index("utterance_id")["label"]
    labels = mine.assign(label=mine["utterance_id"].map(meant)).groupby(["question", "mixed"])["label"]
    closing, types = labels.get_group(("closing", False)), labels.get_group(("preference", False))
    frequency = mine.loc[mine["question"] == "preference", "utterance_id"].map(meant).value_counts(normalize=True)
    return bool(closing.head(6).nunique() == 4 and types.head(8).isin(["visual", "analytical"]).any() and frequency.var(ddof=0) > 0.0007)


TELLING = {"scenarios": conversations_tell, "utterances": sentences_tell}
