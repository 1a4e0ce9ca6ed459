"""Which cell of a submission is which cell of the assignment."""

from crmlib.grading.mend.assignment import plain


def names(cell):
    """Return the ids under which a cell may be known, the surest first; Colab keeps ids in the metadata."""
    marking = cell["metadata"].get("nbgrader")
    given = (cell["id"], marking.get("grade_id") if isinstance(marking, dict) else None, cell["metadata"].get("id"))
    return [name for name in given if isinstance(name, str) and name]


def claims(cells, released):
    """Return, for the id of every marked cell, the cells that say they are it, in order.

    A test that no cell claims by name is known by its text.
    """
    found = {name: [] for name in released.marked}
    claimed = set()
    for cell in cells:
        name = next((name for name in names(cell) if name in found), None)
        if name is not None:
            found[name].append(cell)
            claimed.add(id(cell))
    tests = {plain(marked.source): name for name, marked in released.marked.items() if marked.locked and not found[name]}
    for cell in cells:
        name = tests.get(plain(cell["source"]))
        if name is not None and id(cell) not in claimed:
            found[name].append(cell)
    return found


def places(cells, released, chosen):
    """Return, for each cell, its place in the assignment, or None for a cell of the student's own.

    Of several cells with one id, only the first keeps it.
    """
    marked = {id(cell): released.places[name] for name, cell in chosen.items()}
    where, seen = [], {""}
    for cell in cells:
        known = [name for name in names(cell) if name != cell["id"] or name not in seen]
        seen.add(cell["id"])
        named = next((released.places[name] for name in known if name in released.places), None)
        by_text = released.places_by_text.get(plain(cell["source"]))
        where.append(marked.get(id(cell), by_text if named is None else named))
    return where


def answers_beside(marked, cells, places_of_cells, released):
    """Return the student's own prose between the prompt of a written answer and the next cell of the assignment."""
    prompts, own_place = released.prompts(marked), released.places[marked.id]
    beside, after_prompt = [], False
    for cell, place in zip(cells, places_of_cells):
        if place is None:
            if after_prompt and cell["cell_type"] != "code" and not marked.is_stub(cell["source"]):
                beside.append(cell)
        elif place != own_place:
            after_prompt = place in prompts
    return beside


def prompt_is_changed(marked, cells, places_of_cells, released):
    """Tell whether the student wrote into the prompt of a written answer."""
    prompts = [(cell, released.cells[place]) for cell, place in zip(cells, places_of_cells) if place in released.prompts(marked)]
    return any(plain(cell["source"]) != plain(prompt.source) for cell, prompt in prompts)
