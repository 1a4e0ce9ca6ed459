"""An assignment as it was handed out, worked out from its trusted source notebooks."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import nbformat
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions
from nbgrader.utils import compute_checksum

from crmlib.language import CourseError
from crmlib.language import gettext as _

CODE_STUB = "# your code here / 在此编写代码"
TEXT_STUB = "*Write your answer here, in place of this line. / 请在此作答（替换本行文字）。*"


@dataclass(frozen=True)
class ReleasedCell:
    """A cell as it was handed out; `marking` is its nbgrader metadata, None if it has no part in marking."""

    id: str
    cell_type: str
    source: str
    marking: dict | None

    @property
    def locked(self):
        """Whether nobody may change it: a test."""
        return self.marking is not None and not self.marking["solution"] and (self.marking["grade"] or self.marking["locked"])

    @property
    def written(self):
        """Whether a person marks it: an answer in words."""
        return self.marking is not None and self.marking["solution"] and self.marking["grade"]

    def is_stub(self, text):
        """Tell whether `text` is what was handed out, or nothing."""
        return plain(text) in ("", plain(self.source))

    def as_cell(self):
        """Return the cell for a notebook."""
        metadata = {"deletable": False, "nbgrader": dict(self.marking)} | ({"editable": False} if self.locked else {})
        cell = {"cell_type": self.cell_type, "id": self.id, "metadata": metadata, "source": self.source}
        return {**cell, "outputs": [], "execution_count": None} if self.cell_type == "code" else cell


@dataclass(frozen=True)
class ReleasedNotebook:
    """A notebook as it was handed out, with the cells of both languages."""

    name: str
    cells: tuple

    @cached_property
    def marked(self):
        """The cells that have a part in marking, by id."""
        return {cell.id: cell for cell in self.cells if cell.marking is not None}

    @cached_property
    def places(self):
        """Where each cell stands, by id."""
        return {cell.id: place for place, cell in enumerate(self.cells)}

    @cached_property
    def places_by_text(self):
        """Where each cell that has no part in marking stands, by its text."""
        return {plain(cell.source): place for place, cell in enumerate(self.cells) if cell.marking is None and cell.source.strip()}

    def prompts(self, marked_cell):
        """Return the places of the prose right before a marked cell."""
        end = start = self.places[marked_cell.id]
        while start and self.cells[start - 1].marking is None:
            start -= 1
        return range(start, end)


def plain(text):
    """Return `text` without what editors change by themselves: line ends, and spaces there."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def expected_notebooks(release):
    """Return the names of the notebooks that an assignment consists of.

    Parameters
    ----------
    release : path
        The assignment's source folder, ``solutions/<assignment>``.

    Returns
    -------
    list of str
        Without ``.ipynb``, in alphabetical order.

    Raises
    ------
    CourseError
        If there is no notebook in the folder.
    """
    names = sorted(path.stem for path in Path(release).glob("[!.]*.ipynb"))
    if not names:
        raise CourseError(_("The folder '{folder}' holds no notebook. Give the source folder of an assignment, for example solutions/abc.")
                          .format(folder=release))
    return names


def released_notebooks(release):
    """Return the notebooks of an assignment as they were handed out, by name."""
    return {name: _current(Path(release) / f"{name}.ipynb") for name in expected_notebooks(release)}


def _current(path):
    facts = path.stat()
    return _released(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=200)
def _released(path, changed, size):
    notebook = nbformat.read(path, as_version=4)
    for step in (ClearSolutions(code_stub={"python": CODE_STUB}, text_stub=TEXT_STUB), ClearHiddenTests()):
        notebook = step.preprocess(notebook, {})[0]
    return ReleasedNotebook(path.stem, tuple(_released_cell(cell) for cell in notebook.cells))


def _released_cell(cell):
    marking = cell.metadata.get("nbgrader")
    if marking is None:
        return ReleasedCell(cell.id, cell.cell_type, cell.source, None)
    marking = {**marking, "cell_type": cell.cell_type, "checksum": compute_checksum(cell)}
    return ReleasedCell(marking["grade_id"], cell.cell_type, cell.source, marking)
