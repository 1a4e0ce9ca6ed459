"""From one bilingual notebook to the English and the Chinese edition of a chapter."""

import copy
import os
import tempfile
from pathlib import Path
from unittest import mock

import nbformat
from nbclient import NotebookClient

from crmlib.grading.release import OneLanguage
from courseware.files import CHAPTERS, LANGUAGES, QUIET_KERNEL, remove_others, write_if_changed

KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def sources():
    """Return the chapters' source notebooks in reading order."""
    return sorted((CHAPTERS / "source").glob("*.ipynb"))


def edition(source, language):
    """Return one language of a bilingual notebook, without outputs.

    Parameters
    ----------
    source : nbformat.NotebookNode
        Cells tagged ``en`` or ``zh`` belong to that edition, the others to both.
    language : {"en", "zh"}

    Returns
    -------
    nbformat.NotebookNode
    """
    notebook, _ = OneLanguage(language=language).preprocess(copy.deepcopy(source), {})
    notebook.metadata = nbformat.from_dict(KERNEL)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    nbformat.validate(notebook)
    return notebook


def stored_environment(language, progress_folder):
    """Return the environment in which stored outputs are made and compared."""
    return {"CRM_LANGUAGE": language, "CRM_STORED_EDITION": "1", "CRM_PROGRESS": str(Path(progress_folder) / "progress.json")}


def executed(notebook, language):
    """Return the notebook run from a clean kernel, its outputs stripped of what is random."""
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, stored_environment(language, folder)):
        client = NotebookClient(notebook, timeout=120, record_timing=False, store_widget_state=False, extra_arguments=QUIET_KERNEL,
                                resources={"metadata": {"path": str(CHAPTERS)}})
        client.execute()
    notebook.metadata = nbformat.from_dict(KERNEL)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
        for output in cell.get("outputs", []):
            _check_clean(cell, output)
            output.get("data", {}).pop(WIDGET_VIEW, None)
    return notebook


def _joined(outputs):
    """Return the outputs with printed text in one piece: a busy machine delivers it in several."""
    joined = []
    for output in outputs:
        before = joined[-1] if joined else {}
        if output.output_type == "stream" and before.get("name") == output.name:
            before.text += output.text
        else:
            joined.append(output)
    return joined


def _check_clean(cell, output):
    if output.output_type == "stream" and output.name == "stderr":
        raise RuntimeError(f"A cell writes to stderr:\n{cell.source}\n---\n{output.text}")


def build_editions(only=None):
    """Build every stored edition; return the files that changed."""
    changed, built = [], set()
    for path in sources():
        for language in LANGUAGES:
            target = CHAPTERS / language / path.name
            built.add(target)
            if only and only not in path.name:
                continue
            notebook = executed(edition(nbformat.read(path, as_version=4), language), language)
            if write_if_changed(target, (nbformat.writes(notebook) + "\n").encode("utf-8")):
                changed.append(target)
    for language in LANGUAGES:
        changed += remove_others(CHAPTERS / language, built, "*.ipynb")
    return changed
