"""The role play: choose what to say, hear what the customer answers, and read at the end what you did."""

import html

import ipywidgets as widgets

from crmlib.data import labels
from crmlib.dialogue.scenario import play, scenario
from crmlib.language import gettext as _
from crmlib.question import Question, radio_buttons


def role_play(name):
    """Play one of the course's conversations.

    Choose a sentence and say it; the customer answers. At the end the debrief names the technique of
    each step and what it did to trust, and shows the path as a line of code, so that it can be kept.

    Parameters
    ----------
    name : str
        Such as ``"S01"``; ``crm.load("scenarios")`` lists them.

    Returns
    -------
    RolePlay

    Examples
    --------
    >>> talk = role_play("S01")
    >>> talk.choose("b")
    >>> talk.path
    ['b']
    """
    return RolePlay(scenario(name))


class RolePlay(Question):
    """A conversation to be played, choice by choice.

    Parameters
    ----------
    conversation : crmlib.dialogue.scenario.Scenario

    Attributes
    ----------
    path : list of str
        The letters chosen so far.
    """

    def __init__(self, conversation):
        self._scenario = conversation
        self._stages = labels("scenario_nodes", "stage")
        self.path = []
        self.talk = widgets.HTML()
        self.options = radio_buttons([], [])
        self.reset_button = widgets.Button(description=_("Start again"), icon="undo", layout={"width": "auto"})
        self.reset_button.on_click(lambda button: self.reset())
        first = [label for label, _letter in self._sentences(conversation.start)]
        note = _("(Interactive: run this notebook in JupyterLab to play the conversation.)")
        opening = conversation.nodes.loc[conversation.start, "text"]
        super().__init__(f"{conversation.title}: {conversation.scene}", [opening, *first], [self.talk, self.options], _("Say it"), note)
        self.children = [*self.children[:-1], self.reset_button, self.reply]
        self._show()

    def answer(self):
        """Say the sentence that is chosen."""
        if self.options.value is None:
            self.say(_("Choose what to say first."))
            return
        self.choose(self.options.value)

    def choose(self, letter):
        """Say the sentence with this letter."""
        played = play(self._scenario, [*self.path, letter])
        self.path.append(letter)
        self._show()
        last = played.steps.iloc[-1]
        if played.ending is None:
            self.say(_("Trust: {trust:+d} ({effect:+d}).").format(trust=played.trust, effect=last["effect"]))

    def reset(self):
        """Begin again."""
        self.path.clear()
        self.reply.value = ""
        self._show()

    def _show(self):
        played = play(self._scenario, self.path)
        said = [line for step in played.steps.itertuples() for line in (_customer(step.customer), _you(step.you))]
        over = played.ending is not None
        stage = "" if over else "<p><i>" + html.escape(_("Stage: {stage}").format(stage=self._stages[self._scenario.nodes.loc[played.node, "stage"]])) + "</i></p>"
        self.talk.value = f'<div role="log">{"".join(said)}{stage}{_customer(played.customer)}</div>'
        if over:
            options = []
            self.say(*_debrief(played, self.path))
        else:
            options = self._sentences(played.node)
        self.options.options = options
        self.options.value = None
        self.button.disabled = over

    def _sentences(self, node):
        """Return what can be said here, each with its letter: the one that makes the path."""
        return [(f"{letter}. {choice['text']}", letter) for letter, choice in self._scenario.choices.loc[node].iterrows()]


def _customer(text):
    return _line(_("Customer"), text, 0)


def _you(text):
    return _line(_("You"), text, 2)


def _line(who, text, indent):
    return f'<p style="padding-left: {indent}em"><b>{html.escape(who)}</b>&emsp;{html.escape(text)}</p>'


def _debrief(played, path):
    """Say how it ended, and for each step the technique, its effect and why; last the path as code."""
    ending = labels("scenario_nodes", "ending")[played.ending]
    yield _("Debrief. {ending}; gross profit {profit:,.0f} yuan; trust {trust:+d}.").format(ending=ending, profit=played.profit, trust=played.trust)
    for step in played.steps.itertuples():
        yield _("{number}. {technique} ({effect:+d}): {feedback}").format(number=step.Index, technique=step.technique, effect=step.effect, feedback=step.feedback)
    yield _("To keep this conversation: {code}").format(code=f"`path = {path}`")
