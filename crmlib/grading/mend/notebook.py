"""From what the JSON of a file holds to a notebook in the format 4.5, with the text of its cells unchanged."""

import json
import re

from nbformat.validator import get_validator

from crmlib.grading.mend.finding import Bilingual as _
from crmlib.grading.mend.read import Unreadable, read_json, unlike_a_notebook

FORMAT = (4, 5)
MOST_CELLS = 5_000
_PYTHON = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}
_TYPES = {"code": "code", "markdown": "markdown", "raw": "raw", "heading": "markdown", "html": "markdown"}
_PARTS = {"cells", "metadata", "nbformat", "nbformat_minor"}
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def read_notebook(content, report):
    """Read a notebook of any format from bytes.

    Parameters
    ----------
    content : bytes
        The file, whatever it holds.
    report : Report
        Gets what was mended and noticed.

    Returns
    -------
    dict
        A notebook of format 4.5 whose sources are single texts. An id is empty where the file gives none.

    Raises
    ------
    Unreadable
        If the file is no notebook.
    """
    data = read_json(content, report)
    found = _cells(data)
    if len(found) > MOST_CELLS:
        raise unlike_a_notebook()
    cells = [_cell(cell) for cell in found if isinstance(cell, dict)]
    _say_what_changed(data, found, cells, report)
    return {"cells": cells, "metadata": _metadata(data.get("metadata"), report), "nbformat": FORMAT[0], "nbformat_minor": FORMAT[1]}


def write_notebook(notebook):
    """Return the bytes of a notebook as Jupyter writes it."""
    cells = [{**cell, "source": cell["source"].splitlines(keepends=True)} for cell in notebook["cells"]]
    return (json.dumps({**notebook, "cells": cells}, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _cells(data):
    if isinstance(data, dict) and isinstance(data.get("cells"), list):
        return data["cells"]
    if isinstance(data, dict) and isinstance(data.get("worksheets"), list):
        sheets = [sheet.get("cells") for sheet in data["worksheets"] if isinstance(sheet, dict)]
        return [cell for cells in sheets if isinstance(cells, list) for cell in cells]
    raise Unreadable(_("The file is not a notebook: it has no cells. Hand in the .ipynb file of the assignment.").format())


def _cell(found):
    name = found.get("id")
    metadata = found.get("metadata")
    cell = {"cell_type": _type(found), "id": name if isinstance(name, str) and _ID.fullmatch(name) else "",
            "metadata": metadata if isinstance(metadata, dict) else {}, "source": _source(found)}
    if cell["cell_type"] == "code":
        cell |= {"outputs": found.get("outputs"), "execution_count": found.get("execution_count")}
    elif "attachments" in found:
        cell["attachments"] = found["attachments"]
    return validated(cell)


def _type(found):
    cell_type = found.get("cell_type")
    if isinstance(cell_type, str) and cell_type in _TYPES:
        return _TYPES[cell_type]
    return "code" if found.keys() & {"outputs", "execution_count", "input"} else "raw"


def _source(found):
    text = _joined(found.get("source", found.get("input"))) or ""
    level = found.get("level", 1)
    is_heading = found.get("cell_type") == "heading" and type(level) is int and 1 <= level <= 6
    return "#" * level + " " + text if is_heading else text


def _joined(source):
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return source if isinstance(source, str) else None


def validated(cell):
    """Leave out of a cell, in this order and only as far as needed, what the format does not allow; return the cell."""
    kept = {name: cell["metadata"][name] for name in ("nbgrader", "id") if name in cell["metadata"]}
    for repair in ({"outputs": []}, {"execution_count": None}, {"metadata": kept}):
        if _allowed([{**cell, "id": "any"}]):
            return cell
        cell |= {name: value for name, value in repair.items() if name in cell}
    if not _allowed([{**cell, "id": "any"}]):
        cell.pop("attachments", None)
    return cell


def _allowed(cells, metadata=None):
    notebook = {"cells": cells, "metadata": metadata or {}, "nbformat": FORMAT[0], "nbformat_minor": FORMAT[1]}
    return not get_validator(*FORMAT).iter_errors(notebook)


def _metadata(found, report):
    if isinstance(found, dict) and _allowed([], found):
        return found
    report.mended(_("The description of the notebook (its kernel and language) was missing or broken. It is Python 3 again.").format())
    return _PYTHON


def _say_what_changed(data, found, cells, report):
    whole = [cell for cell in found if isinstance(cell, dict)]
    lost = len(found) - len(whole) + sum(_joined(cell.get("source", cell.get("input", ""))) is None for cell in whole)
    untyped = sum(not isinstance(cell.get("cell_type"), str) or cell["cell_type"] not in _TYPES for cell in whole)
    version = (data.get("nbformat"), data.get("nbformat_minor"))
    if version != FORMAT or not all(type(number) is int for number in version):
        report.mended(_("The notebook was saved in another format than Jupyter's present one, 4.5. It is turned into this format; "
                        "the text of the cells is unchanged.").format())
    elif lost or untyped or data.keys() - _PARTS or any(
            not made["id"] or {**given, "source": _joined(given.get("source"))} != made for given, made in zip(whole, cells)):
        report.mended(_("Parts of the notebook that are not text were missing or broken, such as the kind of a cell or its output. "
                        "They are put right; the text of the cells is unchanged.").format())
    if lost:
        report.noticed(_("Cells without readable text: {count}. Their text is left out; the original file is kept.").format(count=lost))
    if untyped:
        report.noticed(_("Cells that do not say whether they are code or text: {count}. Those without output are kept as plain text, "
                         "which does not run.")
                       .format(count=untyped))
