"""Holding back the marks of notebooks whose ids are not the student's own, or not the same everywhere."""

import os

import nbformat
from nbformat.v4 import new_output
from nbgrader.preprocessors import SaveAutoGrades

from crmlib.grading import identity, records
from crmlib.grading.pages.marks import grade_id_of
from crmlib.grading.reasons import because


class Submission:
    """The submission that a notebook belongs to, with the ids in its other notebooks.

    Parameters
    ----------
    course : Course
    place : dict
        nbgrader's words for the notebook: ``student``, ``assignment``, ``notebook`` and ``db_url``.
    classmates : set of str
        Names of all students' folders.
    """

    def __init__(self, course, place, classmates):
        self._course, self._place = course, place
        self._classmates = classmates | set(course.students(place["assignment"]))
        self._accepted = identity.accepted(course.accepted_ids, place["assignment"], place["student"])
        self._others = {name: record for name, record in self._records() if name != place["notebook"]}

    def flags(self, met):
        """Return what is to be flagged in a notebook whose checks met these ids: (cell, kind, detail)."""
        state = self._state(met, [name for record in self._others.values() for name in record["ids"]])
        foreign = [("", state, name) for name in met if name in identity.foreign_ids(met, self._place["student"])]
        return foreign + [("", "twin_folder", name) for name in identity.twins(self._place["student"], self._classmates)]

    def hold_others(self, met):
        """Hold back the other notebooks of the submission that are doubtful only now that this one's ids are known."""
        for name, record in self._others.items():
            state = self._state(record["ids"], met)
            if state in identity.HELD and not record["held"]:
                self._hold(name, record, state)

    def fingerprint(self, notebook):
        """Return the fingerprint of a notebook's file as it was handed in."""
        return records.digest((self._course.submitted(self._place["student"], self._place["assignment"]) / f"{notebook}.ipynb").read_bytes())

    def _state(self, found, elsewhere):
        return identity.compare_ids(found, self._place["student"], self._classmates, elsewhere, self._accepted)

    def _records(self):
        """Return the records of the notebooks that are handed in now, by name; one of an earlier file says nothing."""
        folder = self._course.submitted(self._place["student"], self._place["assignment"])
        for path in sorted(folder.glob("*.ipynb")):
            record = records.read(self._course.record(self._place["assignment"], self._place["student"], path.stem))
            if record and "ids" in record and record["file"] == self.fingerprint(path.stem):
                yield path.stem, record

    def _hold(self, name, record, state):
        path = self._course.autograded(self._place["student"], self._place["assignment"]) / f"{name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if grade_id_of(cell) in {mark["cell"] for mark in record["marks"]}:
                cell.outputs = held_outputs(state, record["language"])
        beside = path.with_name(f".{path.name}")
        nbformat.write(notebook, beside)
        os.replace(beside, path)
        SaveAutoGrades().preprocess(notebook, {"nbgrader": {**self._place, "notebook": name}})
        flags = [["", state, detail] if kind == "other_id" else [cell, kind, detail] for cell, kind, detail in record["flags"]]
        records.write(self._course.record(self._place["assignment"], self._place["student"], name), {**record, "held": True, "flags": flags})


def held_outputs(state, language):
    """Return the outputs of a check whose mark is held back."""
    return verdict_outputs("✗ " + because(state, language), 0.0)


def verdict_outputs(text, score):
    """Return a verdict in the form in which nbgrader reads it: a message, and the points as the cell's value."""
    return [new_output("stream", name="stdout", text=text + "\n"), new_output("execute_result", data={"text/plain": repr(float(score))})]
