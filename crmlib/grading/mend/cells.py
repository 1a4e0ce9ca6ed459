"""The marked cells of a submission: each there once, of the right kind, with the marking of the assignment."""

import json

from nbformat.notebooknode import from_dict
from nbgrader.utils import compute_checksum

from crmlib.grading.mend.assignment import plain
from crmlib.grading.mend.claims import answers_beside, claims, places, prompt_is_changed
from crmlib.grading.mend.finding import Bilingual as _
from crmlib.grading.mend.notebook import validated


def mend_cells(notebook, released, report):
    """Give every marked cell of a notebook its place and its marking, in place.

    Parameters
    ----------
    notebook : dict
        As :func:`crmlib.grading.mend.notebook.read_notebook` gives it.
    released : ReleasedNotebook
        The notebook that it answers.
    report : Report
        Gets what was mended and noticed.
    """
    cells = notebook["cells"]
    found = claims(cells, released)
    chosen = _choose(released, found, report)
    _unmark_others(cells, chosen, found, report)
    _separate_changed_tests(cells, released, chosen, report)
    _take_answers_beside(cells, released, chosen, report)
    _mark(released, chosen, report)
    _put_back_missing(cells, released, chosen, report)
    _give_ids(cells, chosen, report)


def _choose(released, found, report):
    """Return the one cell for each marked cell: the last copy that is not empty; of a test, the last unchanged one."""
    chosen, copied = {}, []
    for name, copies in found.items():
        marked = released.marked[name]
        if marked.locked:
            good = [cell for cell in copies if plain(cell["source"]) == plain(marked.source)]
        else:
            good = [cell for cell in copies if not marked.is_stub(cell["source"])]
        if copies:
            chosen[name] = (good or copies)[-1]
        if len(copies) > 1:
            chosen[name]["id"] = name
            copied.append(name)
        if marked.written:
            _say_if_different(name, good, report)
    if copied:
        report.mended(_("These cells stood more than once: {cells}. One copy of each is marked: the last one that is filled in. "
                        "The others stay as ordinary cells, and their code runs.").format(cells=copied))
    return chosen


def _say_if_different(name, answers, report):
    if len({plain(cell["source"]) for cell in answers}) > 1:
        report.noticed(_("The written answer '{cell}' is given in several cells with different texts. The last one is shown for marking; "
                         "read the others too.").format(cell=name))


def _unmark_others(cells, chosen, found, report):
    kept = {id(cell) for cell in chosen.values()}
    copies = {id(cell) for same in found.values() for cell in same}
    foreign = 0
    for cell in cells:
        if id(cell) in kept:
            continue
        foreign += "nbgrader" in cell["metadata"] and id(cell) not in copies
        if id(cell) in copies:
            _unmark(cell)
        cell["metadata"].pop("nbgrader", None)
    if foreign:
        report.mended(_("Cells that carried marking information which the assignment does not give them: {count}. It is removed; "
                        "the cells stay as ordinary cells.").format(count=foreign))


def _unmark(cell):
    for name in ("nbgrader", "id"):
        cell["metadata"].pop(name, None)
    cell["id"] = ""


def _separate_changed_tests(cells, released, chosen, report):
    """Put the test of the assignment below a test cell that was changed, and keep that text as the student's own."""
    changed = [name for name, cell in chosen.items() if released.marked[name].locked and _is_changed(cell, released.marked[name])]
    for name in changed:
        place = next(place for place, cell in enumerate(cells) if cell is chosen[name])
        chosen[name] = released.marked[name].as_cell()
        own = {**cells[place], "id": "", "metadata": {}}
        cells[place:place + 1] = [own, chosen[name]] if own["source"].strip() else [chosen[name]]
    if changed:
        report.mended(_("The text of these test cells was changed: {cells}. The tests of the assignment stand there again. "
                        "The changed text is kept in an ordinary cell above each.").format(cells=changed))


def _take_answers_beside(cells, released, chosen, report):
    """Where the cell of a written answer is empty or missing, the answer may stand beside it."""
    where = places(cells, released, chosen)
    moved, doubtful = [], []
    for name, marked in released.marked.items():
        if not marked.written or name in chosen and not marked.is_stub(chosen[name]["source"]):
            continue
        beside = answers_beside(marked, cells, where, released)
        if beside:
            _unmark(chosen.get(name, {"metadata": {}}))
            chosen[name] = beside[-1]
            moved.append(name)
            _say_if_different(name, beside, report)
        elif prompt_is_changed(marked, cells, where, released):
            doubtful.append(name)
    if moved:
        report.mended(_("These written answers stood in a cell of their own, and their own cell was empty or missing: {cells}. "
                        "They are marked where they stand.").format(cells=moved))
    if doubtful:
        report.noticed(_("The cells of these written answers are empty, but the text of the task above was changed: {cells}. "
                         "Look whether the answer stands there.").format(cells=doubtful))


def _is_changed(cell, marked):
    if plain(cell["source"]) == plain(marked.source):
        return False
    return not _is_marked(cell, marked) or cell["metadata"]["nbgrader"]["checksum"] != compute_checksum(from_dict(cell))


def _is_marked(cell, marked):
    """Tell whether the marking is that of the assignment; the checksum may be that of an earlier release."""
    given = cell["metadata"].get("nbgrader")
    if not isinstance(given, dict) or not isinstance(given.get("checksum"), str) or len(given["checksum"]) != 32:
        return False
    return cell["cell_type"] == marked.cell_type and _text({**given, "checksum": ""}) == _text({**marked.marking, "checksum": ""})


def _text(marking):
    return json.dumps(marking, sort_keys=True)


def _mark(released, chosen, report):
    retyped, rebuilt = [], []
    for name, cell in chosen.items():
        marked = released.marked[name]
        if cell["cell_type"] != marked.cell_type:
            _retype(cell, marked.cell_type)
            retyped.append(name)
        if not _is_marked(cell, marked) or cell["id"] != name:
            cell["metadata"]["nbgrader"] = dict(marked.marking)
            cell["id"] = name
            rebuilt.append(name)
    if retyped:
        report.mended(_("The kind of these cells (code or text) was changed: {cells}. It is again that of the assignment.")
                      .format(cells=retyped))
    if rebuilt:
        report.mended(_("The marking information of these cells was missing or changed: {cells}. It is again that of the assignment.")
                      .format(cells=rebuilt))


def _retype(cell, cell_type):
    cell["cell_type"] = cell_type
    if cell_type == "code":
        cell.pop("attachments", None)
        cell |= {"outputs": [], "execution_count": None}
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
    validated(cell)


def _put_back_missing(cells, released, chosen, report):
    missing = [marked for name, marked in released.marked.items() if name not in chosen and (marked.locked or marked.written)]
    where = places(cells, released, chosen)
    for marked in missing:
        place = _place_for(released.places[marked.id], where)
        chosen[marked.id] = marked.as_cell()
        cells.insert(place, chosen[marked.id])
        where.insert(place, released.places[marked.id])
    tests = [marked.id for marked in missing if marked.locked]
    answers = [marked.id for marked in missing if not marked.locked]
    if tests:
        report.mended(_("These test cells were missing: {cells}. They are put back.").format(cells=tests))
    if answers:
        report.mended(_("The cells of these written answers were missing: {cells}. They are put back, empty.").format(cells=answers))


def _place_for(own_place, where):
    """Return the index after the nearest cell that comes before, and after the student's own cells there."""
    before = [(place, index) for index, place in enumerate(where) if place is not None and place < own_place]
    index = max(before)[1] + 1 if before else 0
    while index < len(where) and where[index] is None:
        index += 1
    return index


def _give_ids(cells, chosen, report):
    kept = {id(cell) for cell in chosen.values()}
    taken, used = {cell["id"] for cell in cells}, {cell["id"] for cell in chosen.values()}
    double, number = 0, 0
    for cell in cells:
        if id(cell) in kept:
            continue
        double += cell["id"] in used
        if not cell["id"] or cell["id"] in used:
            while f"cell-{number}" in taken:
                number += 1
            cell["id"] = f"cell-{number}"
            taken.add(cell["id"])
        used.add(cell["id"])
    if double:
        report.mended(_("Cells with the id of another cell: {count}. Each has an id of its own now.").format(count=double))
