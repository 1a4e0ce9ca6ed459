"""Every typical wrong solution loses the marks it should, with the message that names the misconception."""

from pathlib import Path

import pytest
import yaml

from courseware.files import LANGUAGES, SOLUTIONS
from crmlib.texts import entry
from tests.grading.classroom import solution

BANK = Path(__file__).parent / "bank"


def rounds():
    """Put the first mistake of every cell into one submission, the second into another, and so on.

    Tasks do not build on one another's answers, so each mistake must cost what it costs alone.
    """
    for path in sorted(BANK.glob("*.yml")):
        submissions = {}
        for wrong in yaml.safe_load(path.read_text(encoding="utf-8")):
            earlier = sum(other["cell"] == wrong["cell"] for found in submissions.values() for other in found)
            submissions.setdefault((wrong["notebook"], earlier), []).append(wrong)
        for (notebook, number), wrongs in submissions.items():
            yield pytest.param(path.stem, notebook, wrongs, id=f"{notebook}-{number}-" + "+".join(wrong["name"] for wrong in wrongs))


def points(assignment, notebook):
    cells = solution(assignment, notebook).cells
    return {cell.id: cell.metadata.nbgrader.points for cell in cells
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")}


def check_id(assignment, notebook, test):
    source = next(cell.source for cell in solution(assignment, notebook).cells if cell.id == test)
    return source.split('check("')[1].split('"')[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("assignment, notebook, wrongs", list(rounds()))
def test_typical_mistakes_lose_their_marks_and_are_named(classroom, assignment, notebook, wrongs, language):
    student = f"{wrongs[0]['name']}-{notebook}-{language}".replace("_", "-")
    code = {wrong["cell"]: wrong["code"] for wrong in wrongs}
    classroom.hand_in(student, assignment, notebook, classroom.notebook(language, assignment, notebook, code))
    classroom.mark(assignment, student)
    expected = points(assignment, notebook)
    for wrong in wrongs:
        expected[wrong["test"]] -= wrong["lost"]
    scores = classroom.scores(assignment, student, notebook)
    assert {cell: scores[cell] for cell in expected} == expected
    for wrong in wrongs:
        text = entry("checks", check_id(assignment, notebook, wrong["test"]))[wrong["message"]][language]
        assert text.split("{")[0] in classroom.printed(assignment, student, notebook, wrong["test"])


@pytest.mark.parametrize("assignment", sorted(path.parent.name for path in SOLUTIONS.glob("*/*.ipynb")))
def test_every_assignment_has_a_bank(assignment):
    assert len(yaml.safe_load((BANK / f"{assignment}.yml").read_text(encoding="utf-8"))) >= 5
