"""Small tasks inside a chapter, checked at once against a solution that the notebook's own data give."""

import sys

from crmlib.check.compare import same
from crmlib.check.plain import NotPlain, decode, encode
from crmlib.language import gettext as _
from crmlib.language import pick
from crmlib.texts import entry


def try_it(name, answer):
    """Say whether an answer is right, and if not, which mistake it comes from.

    The solution and the typical mistakes are expressions in the chapter's content file; they are
    evaluated with the notebook's variables, so they follow its data.

    Parameters
    ----------
    name : str
        The task, "04.share_of_three".
    answer : number, str, list, dict or pandas.Series
        The learner's answer; ``...`` when it is still to be filled in.
    """
    print(feedback(name, answer, sys._getframe(1).f_globals))


def feedback(name, answer, names):
    """Return what :func:`try_it` prints, for the variables `names`."""
    if answer is ...:
        return _("Put your answer in place of the three dots, then run the cell again.")
    task = entry("tries", name)
    try:
        answer = decode(encode(answer))
    except NotPlain as problem:
        return _("The answer is of type {type}. Give a number, a text, a list or a Series.").format(type=problem)
    tolerance = task.get("tolerance", 0.0)
    if same(answer, _value(task["solution"], names), tolerance):
        return "✓ " + pick(task["right"]) + "\n" + _("One way to write it: {code}").format(code=task["solution"])
    for mistake in task.get("mistakes", []):
        if same(answer, _value(mistake["value"], names), tolerance):
            return "✗ " + pick(mistake["text"])
    return "✗ " + pick(task["wrong"])


def _value(expression, names):
    return decode(encode(eval(expression, dict(names))))
