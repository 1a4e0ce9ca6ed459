"""Which file belongs to which student and notebook, and putting it there."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from crmlib.grading.mend.assignment import released_notebooks
from crmlib.grading.mend.cells import mend_cells
from crmlib.grading.mend.finding import Report
from crmlib.grading.mend.keep import keep, originals_of, write
from crmlib.grading.mend.match import recognised
from crmlib.grading.mend.notebook import read_notebook, write_notebook
from crmlib.grading.mend.read import Unreadable
from crmlib.grading.sort_files.loose import LooseFile, loose_files
from crmlib.grading.sort_files.roster import read_roster, tokens_of
from crmlib.language import gettext as _
from crmlib.language import listed, pick


@dataclass
class Sorted:
    """One file on its way: to whom it belongs, and what was done with it."""

    loose: LooseFile
    student_id: str = ""
    notebook: str = ""
    done: str = "left"
    reason: str = ""


def sort_files(source, assignment, roster, submitted, release):
    """Sort loose files into nbgrader's folders, where student and notebook are certain.

    The delivered files stay where they are. A different file that is there already is kept among
    the originals.

    Parameters
    ----------
    source : path
        A folder or a zip archive, as a learning-management system delivers it; the archives in it
        are opened. Hidden files are passed over.
    assignment : str
        Name of the assignment.
    roster : path
        The class list; see :func:`crmlib.grading.sort_files.roster.read_roster`.
    submitted : path
        Where nbgrader expects submissions: ``grading/submitted``.
    release : path
        The assignment's source folder, ``solutions/<assignment>``.

    Returns
    -------
    pandas.DataFrame
        One row for each file: ``file``, ``student_id``, ``notebook``, ``done`` ("sorted",
        "unchanged" if it was sorted before, "left" if it was left where it is) and ``reason``.

    Raises
    ------
    CourseError
        If the class list, the source or the assignment cannot be used.
    """
    class_list, released = read_roster(roster), released_notebooks(release)
    with tempfile.TemporaryDirectory() as scratch:
        files = [Sorted(loose) for loose in loose_files(source, scratch)]
        for file in files:
            _recognise(file, assignment, class_list, released)
        for rivals in _by_destination(files):
            newest = _newest(rivals)
            if newest is not None:
                _deliver(newest, Path(submitted) / newest.student_id / assignment, released[newest.notebook])
    rows = [(file.loose.name, file.student_id, file.notebook, file.done, file.reason) for file in files]
    return pd.DataFrame(rows, columns=["file", "student_id", "notebook", "done", "reason"])


def _recognise(file, assignment, class_list, released):
    if file.loose.problem or ".ipynb" not in file.loose.name.casefold():
        file.reason = file.loose.problem or _("Not a notebook: its name does not end in .ipynb.")
        return
    students = class_list.students(_tokens(file.loose.name, [*released, assignment]))
    if len(students) != 1:
        file.reason = (_("The name fits several students: {students}.").format(students=listed(students)) if students
                       else _("No student of the class list is named in the file name."))
        return
    file.student_id = students[0]
    file.notebook = _notebook_by_name(file.loose.name, released) or _notebook_by_content(file, released) or ""


def _tokens(name, without):
    """Return the tokens of a path without the names in `without`; None stands where something ends."""
    tokens = [token for part in name.split("/") for token in [*tokens_of(part), None]]
    for words in sorted(map(tokens_of, without), key=len, reverse=True):
        for start in range(len(tokens)):
            if tokens[start:start + len(words)] == words:
                tokens[start:start + len(words)] = [None]
    return tokens


def _notebook_by_name(name, released):
    stem = tokens_of(name.split("/")[-1])
    found = [notebook for notebook in released if _holds(stem, tokens_of(notebook))]
    longest = [one for one in found if not any(one != other and _holds(tokens_of(other), tokens_of(one)) for other in found)]
    return longest[0] if len(longest) == 1 else None


def _holds(tokens, words):
    return any(tokens[start:start + len(words)] == words for start in range(len(tokens)))


def _notebook_by_content(file, released):
    try:
        found = recognised(read_notebook(file.loose.path.read_bytes(), Report()), released.values())
    except Unreadable as unreadable:
        file.reason = pick(unreadable.text)
        return None
    if found is None:
        file.reason = _("Neither the name nor the cells say which notebook of the assignment this is.")
    return found


def _by_destination(files):
    groups = {}
    for file in files:
        if file.notebook:
            groups.setdefault((file.student_id, file.notebook), []).append(file)
    return groups.values()


def _newest(rivals):
    """Return the file that counts; give the others, or all if that is uncertain, their reason."""
    times = [file.loose.time for file in rivals]
    if None in times or times.count(max(times)) > 1:
        same = len({file.loose.path.read_bytes() for file in rivals}) == 1
        newest = rivals[0] if same else None
    else:
        newest = rivals[times.index(max(times))]
    for file in rivals:
        if newest is None:
            names = listed(rival.loose.name for rival in rivals)
            file.reason = _("This student has several files for the notebook, and their times do not say which is the newest: {files}.")
            file.reason = file.reason.format(files=names)
        elif file is not newest:
            file.reason = _("Another file of this student counts for the notebook: {file}.").format(file=newest.loose.name)
    return newest


def _deliver(file, folder, released):
    content = file.loose.path.read_bytes()
    target = folder / f"{file.notebook}.ipynb"
    originals = originals_of(folder)
    if target.is_file() and target.read_bytes() in (content, _mended(content, released)):
        file.done = "unchanged"
        return
    if target.is_file():
        keep(target, target.name, originals)
        file.reason = _("An earlier file of this student was replaced and kept among the originals.")
    write(content, target, originals)
    file.done = "sorted"


def _mended(content, released):
    report = Report()
    try:
        notebook = read_notebook(content, report)
    except Unreadable:
        return content
    mend_cells(notebook, released, report)
    return write_notebook(notebook) if report.mends else content
