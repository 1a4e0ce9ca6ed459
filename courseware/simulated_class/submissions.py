"""Submissions as students hand them in, written by code: a released exercise, filled in, then changed by a case."""

import copy
import json
import re
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

from courseware.files import EXERCISES, SOLUTIONS

ASSIGNMENT = "abc"
NOTEBOOKS = ("abc_1_customers", "abc_2_policies")
# Marks of a submission without one of its notebooks, and without an id: only one task is the same for everybody.
NO_FIRST = {"test_abc_totals": 0, "test_abc_grades": 0, "test_abc_shares": 0, "test_abc_first_cut": 0}
NO_SECOND = {"test_abc_cost": 0, "test_abc_drag": 0, "test_abc_suppliers": 0, "test_abc_first_step": 0}
WITHOUT_ID = {**NO_FIRST, "test_abc_cost": 0, "test_abc_drag": 0, "test_abc_suppliers": 0}


@cache
def _read(path):
    return nbformat.read(path, as_version=4)


def solution_code(assignment, notebook):
    """Return the right code of every solution cell, by cell id."""
    source = _read(SOLUTIONS / assignment / f"{notebook}.ipynb")
    return {cell.id: re.sub(r"### (BEGIN|END) SOLUTION\n?", "", cell.source) for cell in source.cells
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution")}


def points_of(assignment, notebook):
    """Return the points of every cell that the machine marks, by cell id."""
    source = _read(SOLUTIONS / assignment / f"{notebook}.ipynb")
    marked = [cell for cell in source.cells if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")]
    return {cell.id: cell.metadata.nbgrader.points for cell in marked}


def filled_in(language, assignment, notebook, student_id, code=(), exercises=EXERCISES):
    """Return a released notebook with a student's id, and right code everywhere but where `code` says otherwise."""
    made = copy.deepcopy(_read(exercises / language / assignment / f"{notebook}.ipynb"))
    answers = {**solution_code(assignment, notebook), **dict(code)}
    for cell in made.cells:
        if cell.id in answers:
            cell.source = answers[cell.id]
        elif cell.source == 'STUDENT_ID = ""':
            cell.source = f"STUDENT_ID = {student_id!r}"
        elif cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = "A few customers bring most of the sales, and time is limited. / 少数客户带来大部分销售额，而时间有限。"
    return made


@dataclass(frozen=True)
class Surroundings:
    """What an attacker may know of the grader's machine.

    Attributes
    ----------
    course : pathlib.Path
        The course's folder.
    secret : pathlib.Path
        A file that no submission may read, in a folder that none may write to.
    port : int
        Where a server on the same machine listens.
    classmate : str
        Another student, who has handed in right work.
    """

    course: Path
    secret: Path
    port: int
    classmate: str


class Submission:
    """A right submission of the assignment `abc`, to be changed by a case and written to a folder.

    Attributes
    ----------
    student : str
        Name of the student's folder, and the id in the notebooks.
    notebooks : dict
        Name to NotebookNode.
    files : dict
        Path in the folder to bytes: files beside the notebooks, or in place of them (None: not handed in).
    finish : function
        Called last, with the folder.
    """

    def __init__(self, student, surroundings, language="en"):
        self.student, self.surroundings, self.language = student, surroundings, language
        self.files = {}
        self.finish = lambda folder: None
        self.sign(student)

    def sign(self, student_id):
        """Fill in everything anew, with this student id."""
        self.notebooks = {name: filled_in(self.language, ASSIGNMENT, name, student_id) for name in NOTEBOOKS}

    def cell(self, cell_id):
        """Return the cell of this id."""
        return next(cell for notebook in self.notebooks.values() for cell in notebook.cells if cell.id == cell_id)

    def answer(self, cell_id, code):
        """Put code into a cell, in place of the right one."""
        self.cell(cell_id).source = textwrap.dedent(code).strip()

    def add(self, cell_id, code, above=False):
        """Add a cell of code below (or above) the cell of this id; return it."""
        notebook = next(notebook for notebook in self.notebooks.values() if self.cell(cell_id) in notebook.cells)
        added = new_code_cell(textwrap.dedent(code).strip())
        notebook.cells.insert(notebook.cells.index(self.cell(cell_id)) + (not above), added)
        return added

    def attack(self, *attempts):
        """Add a cell that tries each piece of code, below a right answer: it is spoiled where one is not refused."""
        tries = [f"try:\n{textwrap.indent(textwrap.dedent(code).strip(), '    ')}\nexcept Exception as refused:\n    print(repr(refused))\n"
                 f"else:\n    totals = 'this worked: {number}'" for number, code in enumerate(attempts)]
        self.add("abc_totals", "import os, sys, ctypes\n" + "\n".join(tries))

    def file(self, name=NOTEBOOKS[0]):
        """Return the bytes of a notebook's file."""
        return json.dumps(self.notebooks[name], ensure_ascii=False, indent=1).encode()

    def content(self, name=NOTEBOOKS[0]):
        """Return a notebook as the JSON that its file will hold, to be changed."""
        return json.loads(self.file(name))

    def hand_in(self, content, name=NOTEBOOKS[0]):
        """Hand in bytes, or what JSON can hold, as a notebook's file."""
        self.files[f"{name}.ipynb"] = content if isinstance(content, bytes) else json.dumps(content).encode()

    def write(self, folder):
        """Write all files to a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in {**{f"{name}.ipynb": self.file(name) for name in self.notebooks}, **self.files}.items():
            if content is not None:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
        self.finish(folder)


@dataclass(frozen=True)
class Case:
    """A submission and what must come of it.

    Attributes
    ----------
    name : str
        Also the name of the student's folder, unless `folder` gives another.
    about : str
        What it tries, or what went wrong, in one line.
    change : function
        Changes a right `Submission`.
    marks : {"all", "none"} or dict
        Points of every cell that does not get all of its points.
    state : {"graded", "held", "unreadable", "failed"}
    flags : tuple of str
        Kinds of flags of which one must be raised; when empty, nothing is asked.
    """

    name: str
    about: str
    change: object
    marks: object = "all"
    state: str = "graded"
    flags: tuple = ()
    language: str = "en"
    folder: str = ""

    @property
    def student(self):
        """Name of the student's folder."""
        return self.folder or self.name

    @property
    def expected(self):
        """The points that every cell must get, by cell id."""
        full = {cell: points for name in NOTEBOOKS for cell, points in points_of(ASSIGNMENT, name).items()}
        if self.marks in ("all", "none"):
            return full if self.marks == "all" else dict.fromkeys(full, 0)
        return {**full, **self.marks}

    def write(self, submitted, surroundings):
        """Write the submission into the folder of all submissions."""
        submission = Submission(self.student, surroundings, self.language)
        self.change(submission)
        submission.write(submitted / self.student / ASSIGNMENT)


def collector(cases):
    """Return a decorator that makes the function below it, which changes a submission, a case of the list `cases`.

    The function's name is the case's name, its docstring says what it is about.
    """
    def case(marks="all", state="graded", flags=(), **options):
        def keep(change):
            kinds = (flags,) if isinstance(flags, str) else flags
            cases.append(Case(change.__name__.strip("_").replace("_", "-"), change.__doc__, change, marks, state, kinds, **options))
            return change
        return keep
    return case
