"""One check per graded cell, the same for the learner, for Validate and for the grader.

A check stands in an nbgrader test cell::

    from crmlib.check import check

    with check("04.abc_grades", points=4) as mark:
        grades = mark.labels("grades")
        mark.need(set(grades) <= set("ABC"), "not_a_grade")
        ### BEGIN HIDDEN TESTS
        ...
        mark.compare("grades", grades, right, mistakes={"cuts_on_customers": (wrong, 2)})
        ### END HIDDEN TESTS
    mark.score

Points count down, so the cell still stands when the hidden part is taken out. The block reads the
learner's answers only through ``mark``: as plain data, copied. So the same source can be run where
the answers are (the learner's kernel, plain nbgrader) or far from them (:func:`judge`).
"""

from crmlib.check.answers import NotebookAnswers
from crmlib.check.cell import CheckFailed, check
from crmlib.check.judge import Verdict, judge
from crmlib.check.mark import Mark

__all__ = ["CheckFailed", "Mark", "NotebookAnswers", "Verdict", "check", "judge"]
