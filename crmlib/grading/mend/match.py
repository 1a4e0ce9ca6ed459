"""Which notebook of the course a submission is, by the marked cells that are in it."""

from pathlib import Path

from crmlib.grading.mend.assignment import released_notebooks
from crmlib.grading.mend.claims import claims


def traces(notebook, released):
    """Return how many marked cells of a released notebook are in a submitted one."""
    return sum(bool(cells) for cells in claims(notebook["cells"], released).values())


def recognised(notebook, candidates):
    """Return the name of the one notebook that fits best, or None if none or several do.

    Parameters
    ----------
    notebook : dict
        A submitted notebook, as :func:`crmlib.grading.mend.notebook.read_notebook` gives it.
    candidates : iterable of ReleasedNotebook
        The notebooks that it may be.

    Returns
    -------
    str or None
    """
    found = {released.name: traces(notebook, released) for released in candidates}
    best = max(found.values(), default=0)
    names = [name for name, count in found.items() if count == best]
    return names[0] if best and len(names) == 1 else None


def other_assignment(notebook, release):
    """Return the name of another assignment of the course to which a submitted notebook belongs, or None."""
    release = Path(release)
    others = sorted({path.parent for path in release.parent.glob("[!.]*/[!.]*.ipynb")} - {release})
    return next((folder.name for folder in others if recognised(notebook, released_notebooks(folder).values())), None)
