"""Conversations that branch: play one by a path of choices, or list all that can happen."""

from dataclasses import dataclass

import pandas as pd

from crmlib.data import labels, load
from crmlib.dialogue.texts import in_language
from crmlib.language import CourseError, listed
from crmlib.language import gettext as _


@dataclass(frozen=True)
class Scenario:
    """A conversation that branches, in the language that was in use when it was made.

    Attributes
    ----------
    name, title, scene : str
    start : str
        The node at which it begins.
    nodes : pandas.DataFrame
        Index ``node``; ``stage``, ``text`` (what the customer says), ``ending`` and ``profit`` (yuan).
    choices : pandas.DataFrame
        Index ``node`` and ``choice``; ``text`` (what you say), ``next``, ``technique``, ``effect``
        (on trust, -2 to 2) and ``feedback``.
    """

    name: str
    title: str
    scene: str
    start: str
    nodes: pd.DataFrame
    choices: pd.DataFrame


@dataclass(frozen=True)
class Conversation:
    """What came of a path of choices.

    Attributes
    ----------
    steps : pandas.DataFrame
        One row for each choice: ``stage``, ``customer``, ``choice``, ``you``, ``technique``,
        ``effect``, ``trust`` (the sum so far) and ``feedback``.
    node : str
        Where the path leads.
    customer : str
        What the customer says there, or how it ended.
    trust : int
        Sum of the effects; 0 at the beginning.
    ending : str or None
        ``"sale"``, ``"later"`` or ``"lost"``; None while the conversation goes on.
    profit : float
        Gross profit of the ending in yuan; 0 while the conversation goes on.
    """

    steps: pd.DataFrame
    node: str
    customer: str
    trust: int
    ending: str | None
    profit: float


def scenario(name):
    """Return one of the course's conversations in the language in use.

    Parameters
    ----------
    name : str
        Such as ``"S01"``; ``crm.load("scenarios")`` lists them.

    Returns
    -------
    Scenario

    Raises
    ------
    CourseError
        If there is no such conversation.

    Examples
    --------
    >>> scenario("S01").nodes.loc["a", "stage"]
    'approach'
    """
    known = in_language(load("scenarios")).set_index("scenario_id")
    if name not in known.index:
        raise CourseError(_("There is no conversation '{name}'. Choose one of: {known}.").format(name=name, known=listed(known.index)))
    nodes, choices = (table[table["scenario_id"] == name].drop(columns="scenario_id")
                      for table in (in_language(load("scenario_nodes")), in_language(load("scenario_choices"))))
    return Scenario(name, *known.loc[name, ["title", "scene"]], nodes["node"].iloc[0], nodes.set_index("node"), choices.set_index(["node", "choice"]))


def play(scenario, path):
    """Follow a path of choices through a conversation.

    Parameters
    ----------
    scenario : Scenario
    path : list of str
        The letters chosen, one for each step, such as ``["a", "b"]``. It may stop before the end.

    Returns
    -------
    Conversation

    Raises
    ------
    CourseError
        If a letter cannot be chosen at its step, or letters follow after the end.

    Examples
    --------
    >>> said = play(scenario("S01"), ["a", "a", "a"])
    >>> said.ending, said.trust, said.profit
    ('sale', 4, 46.0)
    """
    node, trust, rows = scenario.start, 0, []
    techniques = labels("scenario_choices", "technique")
    for place, letter in enumerate(path, start=1):
        choice = _choice(scenario, node, letter, place)
        trust += int(choice["effect"])
        rows.append((scenario.nodes.loc[node, "stage"], scenario.nodes.loc[node, "text"], letter, choice["text"],
                     techniques[choice["technique"]], int(choice["effect"]), trust, choice["feedback"]))
        node = choice["next"]
    steps = pd.DataFrame(rows, columns=["stage", "customer", "choice", "you", "technique", "effect", "trust", "feedback"],
                         index=pd.RangeIndex(1, len(rows) + 1, name="step"))
    end = scenario.nodes.loc[node]
    over = isinstance(end["ending"], str)
    return Conversation(steps, node, end["text"], trust, end["ending"] if over else None, float(end["profit"]) if over else 0.0)


def conversations(scenario):
    """List every conversation that the choices allow, from the start to an ending.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    pandas.DataFrame
        One row for each: ``path`` (the letters, as one text), ``steps``, ``trust``, ``ending`` and
        ``profit`` (yuan), by profit and then by trust, highest first.

    Raises
    ------
    CourseError
        If a conversation comes back to a step that it has been at.

    Examples
    --------
    >>> best = conversations(scenario("S01")).loc[0]
    >>> best["path"], best["ending"], float(best["profit"])
    ('aaa', 'sale', 46.0)
    """
    rows = [(path, len(path), trust, *scenario.nodes.loc[node, ["ending", "profit"]]) for path, trust, node in _paths(scenario, scenario.start, ())]
    table = pd.DataFrame(rows, columns=["path", "steps", "trust", "ending", "profit"])
    return table.sort_values(["profit", "trust", "path"], ascending=[False, False, True], ignore_index=True)


def _choice(scenario, node, letter, place):
    if isinstance(scenario.nodes.loc[node, "ending"], str):
        raise CourseError(_("The conversation is over after {count} choices. Leave out the choices after that.").format(count=place - 1))
    letters = scenario.choices.loc[node].index
    if letter not in letters:
        raise CourseError(_("At step {place} you can choose {letters}, not {letter!r}.").format(place=place, letters=listed(letters), letter=letter))
    return scenario.choices.loc[(node, letter)]


def _paths(scenario, node, been):
    """Yield the letters, the trust and the last node of every way from `node` to an ending."""
    if node in been:
        raise CourseError(_("Conversation {name} comes back to step '{node}'. It must not go in a circle.").format(name=scenario.name, node=node))
    if isinstance(scenario.nodes.loc[node, "ending"], str):
        yield "", 0, node
        return
    for letter, choice in scenario.choices.loc[node].iterrows():
        for letters, trust, last in _paths(scenario, choice["next"], (*been, node)):
            yield letter + letters, trust + int(choice["effect"]), last
