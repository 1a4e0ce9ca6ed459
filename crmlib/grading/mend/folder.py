"""A student's folder: find the notebooks of the assignment in it, mend them, and say what is missing."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from crmlib.grading.mend.assignment import released_notebooks
from crmlib.grading.mend.cells import mend_cells
from crmlib.grading.mend.finding import Bilingual as _
from crmlib.grading.mend.finding import Finding, Report
from crmlib.grading.mend.keep import keep, set_special_files_aside, shown, write
from crmlib.grading.mend.match import other_assignment, recognised, traces
from crmlib.grading.mend.notebook import read_notebook, write_notebook
from crmlib.grading.mend.place import make_real, set_bad_time_aside
from crmlib.grading.mend.read import Unreadable, refuse_large


_UNREADABLE = ".unreadable"


@dataclass
class Paper:
    """A file that may be a notebook of the assignment.

    `right_name` is the notebook that it is named after exactly, `target` the one that it is, and
    `problem` says why it is none.
    """

    path: Path
    shown: str
    right_name: str | None
    notebook: dict | None = None
    report: Report = field(default_factory=Report)
    target: str | None = None
    problem: dict | None = None


def mend_submission(folder, release, originals):
    """Mend a submission where the student's intention is certain; say what else was found.

    Nothing is executed, no link is followed, that of the folder itself included, and the original of
    every changed file is kept.
    A second call finds nothing to mend. Afterwards, every expected notebook that stands in the
    folder can be graded; a file in its place that cannot has ``.unreadable`` added to its name.

    Parameters
    ----------
    folder : path
        What the student handed in: ``grading/submitted/<student>/<assignment>``.
    release : path
        The assignment's source folder, ``solutions/<assignment>``.
    originals : path
        Where originals are kept, on the same file system; see
        :func:`crmlib.grading.mend.originals_of`.

    Returns
    -------
    list of Finding
        Kind "unreadable" where a notebook cannot be graded; all other notebooks of the folder can.

    Raises
    ------
    CourseError
        If `release` holds no notebook.
    """
    folder, release = Path(folder), Path(release)
    expected = released_notebooks(release)
    findings = make_real(folder, originals)
    if findings:
        return findings
    findings = set_special_files_aside(folder, originals) + set_bad_time_aside(folder, originals)
    papers = [_examined(path, folder, expected, release) for path in _notebook_files(folder)]
    graded, unclear = {}, []
    for name, released in expected.items():
        rivals = [paper for paper in papers if paper.target == name]
        chosen = _chosen(rivals)
        if chosen is not None:
            findings += _mended(chosen, rivals, folder, released, originals)
            graded[name] = chosen
        elif rivals:
            findings.append(Finding("unreadable", name, **_undecided(rivals, name)))
            unclear += rivals
    _remove_old_names(graded.values(), folder)
    for paper in [paper for paper in papers if paper.problem]:
        matters = paper.right_name not in graded if paper.right_name else len(graded) < len(expected)
        findings.append(Finding("unreadable" if matters else "noticed", paper.right_name or paper.shown, **paper.problem))
        unclear += [paper] if matters else []
    _hide(unclear, folder, originals)
    return findings + _missing(expected, papers, folder)


def _notebook_files(folder):
    """Return every file whose name has ``.ipynb`` in it, rightly named ones first."""
    paths = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__MACOSX")
        paths += [Path(place) / name for name in files
                  if ".ipynb" in name.casefold() and not name.startswith(".") and _handed_in_anew(name) not in files]
    return sorted(paths, key=lambda path: (path.parent != folder, path.suffix != ".ipynb", path))


def _handed_in_anew(name):
    return name.removesuffix(_UNREADABLE) if name.endswith(_UNREADABLE) else None


def _examined(path, folder, expected, release):
    name = path.name.removesuffix(_UNREADABLE).removesuffix(".ipynb")
    is_rightly_named = name in expected and path.name.startswith(f"{name}.ipynb") and path.parent == folder
    paper = Paper(path, shown(path.relative_to(folder)).removesuffix(_UNREADABLE), name if is_rightly_named else None)
    try:
        refuse_large(path.stat().st_size)
        paper.notebook = read_notebook(path.read_bytes(), paper.report)
        paper.target = _target(paper.notebook, paper.right_name, expected, release)
    except Unreadable as unreadable:
        paper.problem = unreadable.text
    except OSError:
        paper.problem = _("The file cannot be opened. Hand it in again.").format()
    return paper


def _target(notebook, right_name, expected, release):
    if right_name and traces(notebook, expected[right_name]):
        return right_name
    found = recognised(notebook, expected.values())
    if found:
        return found
    several = [name for name, one in expected.items() if traces(notebook, one)]
    if several:
        raise Unreadable(_("The file holds cells of several notebooks: {names}. Hand in one file for each.").format(names=several))
    other = other_assignment(notebook, release)
    if other:
        raise Unreadable(_("This is a notebook of another assignment, '{other}'. Hand in the notebook of this assignment.")
                         .format(other=other))
    if right_name:
        return right_name
    raise Unreadable(_("No cell of this assignment was found in the file. Write your answers into the notebook of the assignment "
                       "and hand that in.").format())


def _chosen(rivals):
    """Return the file that is the notebook: the rightly named one, else the only one; None if that is uncertain."""
    right = next((paper for paper in rivals if paper.right_name == paper.target), None)
    alike = len({tuple((cell["cell_type"], cell["source"]) for cell in paper.notebook["cells"]) for paper in rivals}) == 1
    return right or (rivals[0] if alike else None)


def _mended(chosen, rivals, folder, released, originals):
    name, report = released.name, chosen.report
    right = folder / f"{name}.ipynb"
    if chosen.path != right:
        report.mended(_("'{file}' is the notebook '{name}'. It is graded under its own name.")
                      .format(file=chosen.shown, name=f"{name}.ipynb"))
    mend_cells(chosen.notebook, released, report)
    if report.mends:
        for path in {chosen.path, right}:
            if path.exists():
                keep(path, path.relative_to(folder), originals)
        write(write_notebook(chosen.notebook), right, originals)
    others = [paper.shown for paper in rivals if paper is not chosen]
    if others:
        report.noticed(_("These files hold the same notebook and are not graded: {files}. Graded is {file}.")
                       .format(files=others, file=chosen.shown))
    return report.findings(name)


def _remove_old_names(papers, folder):
    """Two notebooks may have had each other's name, so this comes last."""
    written = {folder / f"{paper.target}.ipynb" for paper in papers}
    for path in {paper.path for paper in papers} - written:
        path.unlink()


def _undecided(rivals, name):
    return _("Several files may be the notebook '{name}', and they differ: {files}. Hand in the one that counts, under this name.").format(
        name=f"{name}.ipynb", files=[paper.shown for paper in rivals])


def _hide(papers, folder, originals):
    """Rename what nbgrader must not open in place of a notebook: it gives no mark then, and not an earlier one."""
    for path in [paper.path for paper in papers if paper.path.parent == folder and paper.path.suffix == ".ipynb"]:
        hidden = path.with_name(path.name + _UNREADABLE)
        if hidden.exists():
            keep(hidden, hidden.name, originals)
        os.replace(path, hidden)


def _missing(expected, papers, folder):
    present = {paper.target or paper.right_name for paper in papers}
    if papers:
        return [Finding("noticed", name, **_("The notebook '{name}' was not handed in.").format(name=f"{name}.ipynb"))
                for name in expected if name not in present]
    files = sorted(shown(path.name) for path in folder.rglob("*") if path.is_file() and path.name != "timestamp.txt")
    if files:
        text = _("No notebook was handed in, only: {files}. Hand in the .ipynb file: in JupyterLab, File → Download.")
        text = text.format(files=files[:5])
    else:
        text = _("No notebook was handed in. Hand in the .ipynb file: in JupyterLab, File → Download.").format()
    return [Finding("unreadable", "", **text)]
