"""Running a check away from the learner's code."""

import ast
from dataclasses import dataclass, field

from crmlib.check.cell import check, elsewhere
from crmlib.language import speaking


@dataclass(frozen=True)
class Verdict:
    """What a check decided.

    Attributes
    ----------
    check_id : str
    score, points : float
        Points kept, of points to be had.
    summary : str
        What was lost and why, and the points kept, in the learner's language.
    messages : list of str
        What was lost and why, one text for each loss.
    keys : list of str
        The messages' keys in ``crmlib/content``; empty for what any check can say.
    record : list of dict
        For every comparison: ``name``, ``found`` and ``right`` (see :mod:`crmlib.check.plain`),
        so that an instructor can be told why.
    student : str or None
        The student id that the notebook gives, if the check used it.
    """

    check_id: str
    score: float
    points: float
    summary: str = ""
    messages: list = field(default_factory=list)
    keys: list = field(default_factory=list)
    record: list = field(default_factory=list)
    student: str | None = None


def judge(source, answers, language):
    """Run the source of a test cell in this process, on answers that come from another.

    Parameters
    ----------
    source : str
        A trusted test cell: the gradebook's, never the submission's.
    answers : object with ``ask(request) -> reply``
        See :mod:`crmlib.check.answers`.
    language : {"en", "zh"}
        Language of the messages.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> from crmlib.check import NotebookAnswers
    >>> source = '''
    ... from crmlib.check import check
    ... with check("04.abc_grades", points=2) as mark:
    ...     mark.need(mark.number("share") == 0.5, "not_a_grade")
    ... mark.score
    ... '''
    >>> judge(source, NotebookAnswers({"share": 0.5}), "en").score
    2.0
    """
    names = {"__name__": "__check__", "check": check}
    with speaking(language), elsewhere(answers):
        exec(compile(ast.parse(source), "<check>", "exec"), names)
        mark = names["mark"]
        return Verdict(mark.check_id, mark.kept, float(mark.points), mark.summary, mark.messages, mark.keys, mark.record, mark.known_student)
