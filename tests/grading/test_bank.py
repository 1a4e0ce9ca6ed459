"""Every typical wrong solution loses the marks it should, with the message that names the misconception."""

from pathlib import Path

import pytest
import yaml

from courseware.files import LANGUAGES, SOLUTIONS
from courseware.simulated_class.submissions import filled_in
from crmlib.grading.marking import Check, mark_notebook
from crmlib.grading.sandbox.limits import Limits
from crmlib.texts import entry
from tests.grading.classroom import STUDENT_ID, solution

BANK = Path(__file__).parent / "bank"
GENEROUS = Limits(cell_seconds=100, total_seconds=300, waiting_seconds=300)


def rounds():
    """Put the first mistake of every cell into one submission, the second into another, and so on.

    Tasks do not build on one another's answers, so each mistake must cost what it costs alone. The code is the
    same in both editions: the submissions are English and Chinese in turn.
    """
    for path in sorted(BANK.glob("*.yml")):
        submissions = {}
        for wrong in yaml.safe_load(path.read_text(encoding="utf-8")):
            earlier = sum(other["cell"] == wrong["cell"] for found in submissions.values() for other in found)
            submissions.setdefault((wrong["notebook"], earlier), []).append(wrong)
        for (notebook, number), wrongs in submissions.items():
            edition = LANGUAGES[number % len(LANGUAGES)]
            yield pytest.param(edition, path.stem, notebook, wrongs, id=f"{notebook}-{number}-" + "+".join(wrong["name"] for wrong in wrongs))


def checks_of(assignment, notebook):
    """Return the checks of a notebook, by cell id."""
    return {cell.id: Check(cell.source, cell.metadata.nbgrader.points) for cell in solution(assignment, notebook).cells
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")}


@pytest.mark.parametrize("edition, assignment, notebook, wrongs", list(rounds()))
def test_typical_mistakes_lose_their_marks_and_are_named(sandbox, edition, assignment, notebook, wrongs):
    checks = checks_of(assignment, notebook)
    handed_in = filled_in(edition, assignment, notebook, STUDENT_ID, {wrong["cell"]: wrong["code"] for wrong in wrongs})
    found = mark_notebook(handed_in.cells, checks, sandbox, edition, GENEROUS).verdicts
    expected = {cell: check.points for cell, check in checks.items()}
    for wrong in wrongs:
        expected[wrong["test"]] -= wrong["lost"]
    assert {cell: verdict.score for cell, verdict in found.items()} == expected
    for wrong in wrongs:
        verdict = found[wrong["test"]]
        texts = entry("checks", verdict.check_id)[wrong["message"]]
        assert wrong["message"] in verdict.keys and set(texts) == set(LANGUAGES)
        assert texts[edition].split("{")[0] in verdict.summary


@pytest.mark.parametrize("assignment", sorted(path.parent.name for path in SOLUTIONS.glob("*/*.ipynb")))
def test_every_assignment_has_a_bank(assignment):
    assert len(yaml.safe_load((BANK / f"{assignment}.yml").read_text(encoding="utf-8"))) >= 5
