"""The language of a notebook."""

import re

_SET_IN_CODE = re.compile(r"""use_language\(\s*["'](en|zh)["']\s*\)""")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def language_of(notebook):
    """Return the language in which a notebook was handed out.

    The release writes it into the notebook's metadata; else the cell that sets the language tells
    it; else Chinese characters in the prose do.

    Parameters
    ----------
    notebook : NotebookNode

    Returns
    -------
    {"en", "zh"}

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> language_of(new_notebook(cells=[new_markdown_cell("第 1 题")]))
    'zh'
    >>> language_of(new_notebook(metadata={"crm_language": "en"}, cells=[new_markdown_cell("第 1 题")]))
    'en'
    """
    written = notebook.metadata.get("crm_language")
    if written in ("en", "zh"):
        return written
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    found = _SET_IN_CODE.search(code)
    if found:
        return found[1]
    prose = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return "zh" if _CHINESE.search(prose) else "en"
