"""The reading practice: label what customers say, see what decides and how to answer, compare yourself with the author."""

import ipywidgets as widgets

from crmlib.data import labels, load
from crmlib.dialogue.agreement import agreement
from crmlib.dialogue.texts import in_language, label_guide
from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.question import Question, escape_html, radio_buttons
from crmlib.transactions.columns import require_columns


def read_utterances(utterances):
    """Label sentences one by one, with an explanation after each.

    Parameters
    ----------
    utterances : pandas.DataFrame
        Some rows of the table ``utterances``, all of one question.

    Returns
    -------
    Reading

    Raises
    ------
    CourseError
        If there are no rows, or they belong to several questions.

    Examples
    --------
    >>> practice = read_utterances(load("utterances").query("question == 'objection'").head(3))
    >>> practice.choices.value = "sincere"
    >>> practice.answer()
    >>> practice.labels
    {'U006': 'sincere'}
    """
    require_columns(utterances, ["utterance_id", "question"])
    questions = utterances["question"].unique()
    if len(questions) != 1:
        raise CourseError(_("Give sentences of one question, for example utterances[utterances[\"question\"] == \"preference\"]."))
    return Reading(in_language(utterances).set_index("utterance_id"), label_guide(questions[0]))


class Reading(Question):
    """Sentences to be labelled, one after another.

    Parameters
    ----------
    sentences : pandas.DataFrame
        By utterance: ``text``, ``cue``, ``context``.
    guide : pandas.DataFrame
        What :func:`crmlib.label_guide` returned.

    Attributes
    ----------
    labels : dict
        The learner's labels so far, by utterance.
    """

    def __init__(self, sentences, guide):
        self._sentences, self._guide = sentences, guide
        self._readings = load("utterance_labels").pivot(index="utterance_id", columns="rater", values="label").loc[sentences.index]
        self._contexts = labels("utterances", "context")
        self.labels = {}
        self._place = 0
        self.sentence = widgets.HTML()
        shown = [_("{name}: {cue}").format(name=row["name"], cue=row["cue"]) for row in guide.to_dict("records")]
        self.choices = radio_buttons(shown, guide.index.tolist())
        self.next_button = widgets.Button(description=_("Next sentence"), layout={"width": "auto"})
        self.next_button.on_click(lambda button: self.go_on())
        self.reset_button = widgets.Button(description=_("Start again"), icon="undo", layout={"width": "auto"})
        self.reset_button.on_click(lambda button: self.reset())
        note = _("(Interactive: run this notebook in JupyterLab to label the sentences.)")
        lines = [f"{row.Index} ({self._contexts[row.context]}): {row.text}" for row in sentences.itertuples()]
        super().__init__(_("Read each sentence by itself. Which label fits best?"), lines, [self.sentence, self.choices], _("Check my reading"), note)
        self.children = [*self.children[:-1], self.next_button, self.reset_button, self.reply]
        self._show()

    def answer(self):
        """Keep the label that is chosen, and explain. The first label given to a sentence is kept."""
        if self.choices.value is None:
            self.say(_("Choose a label first."))
            return
        name = self._sentences.index[self._place]
        given = self.labels.setdefault(name, self.choices.value)
        self.say(*self._explained(name, given), *self._result())
        self.next_button.disabled = self._place + 1 == len(self._sentences)

    def go_on(self):
        """Show the next sentence."""
        self._place += 1
        self._show()

    def reset(self):
        """Begin again without labels."""
        self.labels.clear()
        self._place = 0
        self._show()

    def _show(self):
        row = self._sentences.iloc[self._place]
        self.sentence.value = _sentence(_("Sentence {place} of {count}, {context}").format(
            place=self._place + 1, count=len(self._sentences), context=self._contexts[row["context"]]), row["text"])
        self.choices.value = None
        self.next_button.disabled = True
        self.reply.value = ""

    def _explained(self, name, given):
        meant, read = self._readings.loc[name, ["writer", "reader"]]
        names, right = self._guide["name"], given == meant
        yield (_("✓ The author meant the same: {label}.") if right else _("✗ You read: {given}. The author meant: {label}.")).format(
            given=names[given], label=names[meant])
        yield _("What decides: \"{words}\". {cue}").format(words=self._sentences.loc[name, "cue"], cue=self._guide.loc[meant, "cue"])
        if read != meant:
            yield _("It can be read otherwise: the second reading says {label}.").format(label=names[read])
        yield _("How to answer: {answer}").format(answer=self._guide.loc[meant, "answer"])

    def _result(self):
        """After the last sentence: how far the learner and the author agree, and the labels as code."""
        if len(self.labels) < len(self._sentences):
            return
        same = sum(self.labels[name] == label for name, label in self._readings["writer"].items())
        yield _("You and the author agree on {same} of {count} sentences.").format(same=same, count=len(self.labels))
        if len({*self.labels.values(), *self._readings["writer"]}) > 1:
            yield _("Kappa is {kappa:.2f}; with so few sentences it is only a hint.").format(kappa=agreement(self._readings["writer"], self.labels).kappa)
        yield _("To keep your labels: {code}").format(code=f"`my_labels = {self.labels}`")


def _sentence(where, text):
    return f'<p>{escape_html(where)}</p><p style="font-size: 1.2em; padding-left: 1em">“{escape_html(text)}”</p>'
