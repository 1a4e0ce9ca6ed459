"""Refusing an exercise that would fall into one of nbgrader's traps."""

import ast
import re

import nbformat

from crmlib.language import CourseError
from crmlib.texts import entry

_BEGIN, _END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
_PRINTS = {"print", "display", "assert_frame_equal", "assert_series_equal"}


def problems(notebook):
    """Return what is wrong with a source notebook of an exercise.

    Parameters
    ----------
    notebook : NotebookNode
        A bilingual nbgrader source.

    Returns
    -------
    list of str
        Each names the cell and the remedy; empty when all is well.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> marked = {"grade": True, "solution": False, "locked": True, "grade_id": "test_a", "points": 2}
    >>> problems(new_notebook(cells=[new_code_cell("assert a == 1", id="test_a", metadata={"nbgrader": marked})]))[0]
    "test_a: the cell must open one check, 'with check(...) as mark:'."
    """
    return [f"{_name(cell)}: {problem}" for cell in notebook.cells for problem in _cell_problems(cell)] + list(_id_problems(notebook))


def require_sound(notebooks):
    """Stop when an exercise would fall into one of nbgrader's traps.

    Raises
    ------
    CourseError
        With every problem, its cell and the remedy.
    """
    found = [f"{path.name}: {problem}" for path in notebooks for problem in problems(nbformat.read(path, as_version=4))]
    if found:
        raise CourseError("\n".join(found))


def _cell_problems(cell):
    marks = cell.metadata.get("nbgrader", {})
    if marks and set(cell.metadata.get("tags", [])) & {"en", "zh"}:
        yield "a graded or solution cell must have no language tag: a tagged pair would count double."
    if marks and marks.get("grade_id") != cell.get("id"):
        yield f"the cell's id ({cell.get('id')}) must be its grade_id ({marks.get('grade_id')}): damaged notebooks are mended by it."
    if marks.get("solution") and cell.cell_type == "code" and not ("### BEGIN SOLUTION" in cell.source and "### END SOLUTION" in cell.source):
        yield "the solution must stand between '### BEGIN SOLUTION' and '### END SOLUTION', or it would be released."
    if marks.get("grade") and not marks.get("solution"):
        if cell.cell_type != "code":
            yield "a graded cell that is no answer must be a test cell with code."
        elif not marks.get("locked"):
            yield "a test cell must be locked, or the submission's own version would be run."
        else:
            yield from _test_problems(cell.source, marks["points"])


def _test_problems(source, points):
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        yield f"line {error.lineno} is not Python: {error.msg}."
        return
    checks = [node for node in body if isinstance(node, ast.With) and _called(node.items[0].context_expr) == "check"]
    if len(checks) != 1:
        yield "the cell must open one check, 'with check(...) as mark:'."
        return
    if ast.unparse(body[-1]) != "mark.score":
        yield "the last line must be 'mark.score' alone: nbgrader reads any other value as full marks."
    call = checks[0].items[0].context_expr
    said = next((word.value.value for word in call.keywords if word.arg == "points"), None)
    if said != points:
        yield f"check(..., points={said}) and the cell's points ({points}) must be equal."
    if source.count(_BEGIN) != 1 or source.count(_END) != 1 or source.index(_BEGIN) > source.index(_END):
        yield f"the cell needs one hidden part, from '{_BEGIN}' to '{_END}'."
    yield from _inner_problems(checks[0], call.args[0].value)


def _inner_problems(block, check_id):
    for node in ast.walk(block):
        if isinstance(node, ast.Assert):
            yield "assert gives all points or none and shows a traceback: use mark.need or mark.compare."
        if isinstance(node, ast.Call) and _called(node) in _PRINTS:
            yield f"{_called(node)}() would show its values to the student: only messages are shown."
        if isinstance(node, ast.Attribute) and node.attr in ("_lost", "kept", "points", "_lose"):
            yield f"mark.{node.attr} is not for checks: take points away with mark.need and mark.compare."
    try:
        known = entry("checks", check_id)
    except Exception:
        yield f"there are no messages for '{check_id}': add them to crmlib/content."
        return
    for key in sorted(_message_keys(block) - set(known)):
        yield f"the message '{key}' is missing under '{check_id}' in crmlib/content."


def _message_keys(block):
    """Return the keys of all messages that a check can show."""
    keys = set()
    for node in ast.walk(block):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr == "need":
            keys |= {word.value for word in node.args[1:2] if isinstance(word, ast.Constant)}
        if node.func.attr == "compare":
            words = {word.arg: word.value for word in node.keywords}
            wrong = words.get("wrong")
            keys.add(wrong.value if isinstance(wrong, ast.Constant) else "wrong")
            if isinstance(words.get("mistakes"), ast.Dict):
                keys |= {key.value for key in words["mistakes"].keys if isinstance(key, ast.Constant)}
    return keys


def _id_problems(notebook):
    seen = set()
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in seen:
            yield f"{name}: two cells have this grade_id: each needs its own."
        if name is not None:
            seen.add(name)
            if not re.fullmatch(r"\w+", name):
                yield f"{name}: a grade_id may hold letters, digits and '_' only."


def _called(node):
    function = node.func if isinstance(node, ast.Call) else None
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", None)


def _name(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", "?")
