"""Mending before grading: what an unlucky or hostile submission becomes, and what it is told."""

import copy
import json
import os
import tempfile
import warnings
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, DeduplicateIds, OverwriteCells, OverwriteKernelspec
from nbgrader.utils import compute_checksum

from courseware.files import EXERCISES, LANGUAGES, ROOT, SOLUTIONS
from crmlib.grading.course import Course
from crmlib.grading.mend import before_autograding, expected_notebooks, mend_submission, originals_of
from crmlib.grading.mend.assignment import released_notebooks
from crmlib.language import CourseError

FIRST, SECOND = "abc_1_customers", "abc_2_policies"
TESTS = ["test_abc_totals", "test_abc_grades", "test_abc_shares", "test_abc_first_cut"]


def released(notebook=FIRST, language="en", assignment="abc"):
    return json.loads((EXERCISES / language / assignment / f"{notebook}.ipynb").read_text(encoding="utf-8"))


def cell_of(notebook, name):
    return next(cell for cell in notebook["cells"] if cell.get("id") == name)


def marked(notebook):
    return [cell["metadata"]["nbgrader"]["grade_id"] for cell in notebook["cells"] if "nbgrader" in cell["metadata"]]


def texts(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"]]


def own(source, cell_type="markdown", **metadata):
    code = {"outputs": [], "execution_count": None} if cell_type == "code" else {}
    return {"cell_type": cell_type, "id": f"own-{len(source)}", "metadata": metadata, "source": source, **code}


class Desk:
    """A student's folder, with what is handed in there."""

    def __init__(self, folder):
        self.folder = Path(folder) / "submitted" / "li" / "abc"
        self.folder.mkdir(parents=True)
        self.originals = originals_of(self.folder)

    def hand_in(self, content, name=f"{FIRST}.ipynb"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return self

    def mend(self):
        return mend_submission(self.folder, SOLUTIONS / "abc", self.originals)

    def mended(self, content, name=f"{FIRST}.ipynb"):
        """Hand in, mend, and return the notebook and what was found about it."""
        findings = self.hand_in(content, name).mend()
        assert [finding for finding in self.mend() if finding.kind == "mended"] == []
        return self.read(), [finding for finding in findings if finding.notebook == FIRST]

    def read(self, notebook=FIRST):
        content = json.loads((self.folder / f"{notebook}.ipynb").read_text(encoding="utf-8"))
        node = nbformat.from_dict(copy.deepcopy(content))
        nbformat.validate(node)
        MetadataValidator().validate_nb(node)
        return content

    def kept(self, name):
        return (self.originals / name).read_bytes()


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def sentences(findings, kind=None):
    return " ".join(finding.en for finding in findings if kind in (None, finding.kind))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sound_submission_is_left_as_it_is(desk, language):
    for name in (FIRST, SECOND):
        desk.hand_in((EXERCISES / language / "abc" / f"{name}.ipynb").read_bytes(), f"{name}.ipynb")
    before = {path: path.read_bytes() for path in desk.folder.iterdir()}
    assert desk.mend() == []
    assert {path: path.read_bytes() for path in desk.folder.iterdir()} == before
    assert not desk.originals.exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("assignment", Course(ROOT).assignments())
def test_mending_knows_what_was_handed_out(assignment, language):
    for name, notebook in released_notebooks(SOLUTIONS / assignment).items():
        for cell in released(name, language, assignment)["cells"]:
            known = notebook.cells[notebook.places[cell["id"]]]
            assert (known.source, known.cell_type) == ("".join(cell["source"]), cell["cell_type"])
            assert known.marking == cell["metadata"].get("nbgrader")


def test_every_finding_is_said_in_both_languages(desk):
    for finding in desk.hand_in(b"").mend():
        assert finding.en and finding.zh


# What the file is

@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_file_in_another_encoding_keeps_its_text_and_its_original(desk, encoding):
    given_in = released(language="zh")
    content = json.dumps(given_in, ensure_ascii=False).encode(encoding)
    notebook, findings = desk.mended(content)
    assert texts(notebook) == texts(given_in)
    assert desk.kept(f"{FIRST}.ipynb") == content
    assert "was saved as" in sentences(findings, "mended")


@pytest.mark.parametrize("version", [(4, 0), (4, 4), (4, 9), (5, 0), (None, None), ("4", "5"), (4, 5.5), (True, [])])
def test_a_wrong_format_number_is_mended(desk, version):
    given_in = {**released(), "nbformat": version[0], "nbformat_minor": version[1]}
    notebook, findings = desk.mended(given_in)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert texts(notebook) == texts(given_in)
    assert marked(notebook) == marked(given_in)
    assert "another format" in sentences(findings, "mended")


def test_a_notebook_of_format_3_is_turned_into_4_5(desk):
    cells = [{"cell_type": "heading", "level": 2, "source": ["Mine"]},
             {"cell_type": "code", "input": ["totals = 1"], "prompt_number": 3, "outputs": [{"output_type": "pyout"}]}]
    cells += [{"cell_type": "code", "input": cell["source"], "outputs": []} for cell in released()["cells"] if cell["id"] in TESTS]
    notebook, _findings = desk.mended({"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]})
    assert texts(notebook)[:2] == ["## Mine", "totals = 1"]
    assert sorted(marked(notebook)) == sorted([*TESTS, "abc_why"])


BROKEN = {
    b"": "is empty",
    b" \n\0": "is empty",
    b"PK\x03\x04....": "of the kind ZIP",
    b"%PDF-1.7": "of the kind PDF",
    b"<!DOCTYPE html>": "a web page",
    b"\x80\x81\xff": "cannot be read",
    b"{'cells': []}": "line 1, column 2",
    b'{"cells": [\n{"source": "x': "breaks off in the middle (line 2)",
    b'{"cells": [\n<<<<<<< HEAD\n]}': "Line 2 of the file holds a conflict mark",
    b"[]": "has no cells",
    b'{"cells": 5}': "has no cells",
    b"[" * 100_000: "built like no notebook",
    b'{"cells": ' + b"[" * 90 + b"]" * 90 + b"}": "built like no notebook",
    b'{"cells": [' + b"9" * 10_000 + b"]}": "built like no notebook",
    b'{"cells": [' + b"{}," * 10_000 + b"{}]}": "built like no notebook",
    b"[" * 2_000_000: "built like no notebook",
}


@pytest.mark.parametrize("content", BROKEN, ids=lambda content: repr(content[:30]))
def test_a_broken_file_gets_a_sentence_and_does_not_keep_the_other_notebook_from_grading(desk, content):
    desk.hand_in(released(SECOND), f"{SECOND}.ipynb").hand_in(content)
    findings = desk.mend()
    assert [(finding.kind, finding.notebook) for finding in findings] == [("unreadable", FIRST)]
    assert BROKEN[content] in sentences(findings)
    assert [path.name for path in desk.folder.glob("*.ipynb")] == [f"{SECOND}.ipynb"]
    assert (desk.folder / f"{FIRST}.ipynb.unreadable").read_bytes() == content
    assert desk.mend() == findings


def test_a_file_of_300_mb_is_not_even_opened(desk):
    with (desk.folder / f"{FIRST}.ipynb").open("wb") as file:
        file.truncate(300 * 2**20)
    assert "300 MB" in sentences(desk.mend(), "unreadable")


def test_a_new_file_takes_the_place_of_an_unreadable_one(desk):
    desk.hand_in(b"").mend()
    notebook, findings = desk.mended(released())
    assert findings == [] and marked(notebook) == marked(released())
    desk.hand_in(b"").mend()
    desk.hand_in(b"{").mend()
    assert desk.kept(f"{FIRST}.ipynb.unreadable") == b""


def test_halves_of_characters_become_question_marks(desk):
    given_in = released()
    cell_of(given_in, "abc_totals")["source"] = "totals = '\ud83d'"
    notebook, findings = desk.mended(given_in)
    assert "totals = '?'" in texts(notebook)
    assert "halves of characters" in sentences(findings)


@pytest.mark.parametrize("damage", [
    {"metadata": 5}, {"metadata": {"tags": "not a list"}}, {"outputs": None}, {"outputs": [{"output_type": "stream"}, 5]},
    {"execution_count": "3"}, {"id": "not allowed!"}, {"id": None}, {"surplus": 1}, {"cell_type": 7}, {"attachments": {}}])
def test_broken_parts_of_a_cell_are_mended_and_its_text_stays(desk, damage):
    given_in = released()
    cell = cell_of(given_in, "given")
    cell.update(damage, source="sales = 1")
    notebook, findings = desk.mended(given_in)
    assert texts(notebook) == texts(given_in)
    assert [cell["cell_type"] for cell in notebook["cells"]] == [cell["cell_type"] for cell in released()["cells"]]
    assert "They are put right" in sentences(findings, "mended")


@pytest.mark.parametrize("metadata", [None, [], {"kernelspec": "python"}, {"kernelspec": {}}, {"language_info": 5}])
def test_a_broken_description_of_the_notebook_becomes_python(desk, metadata):
    notebook, _findings = desk.mended({**released(), "metadata": metadata})
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"


def test_what_is_no_cell_is_left_out_and_said(desk):
    given_in = released()
    given_in["cells"] += [None, ["x"], {"cell_type": "code", "source": 5, "outputs": []}]
    _notebook, findings = desk.mended(given_in)
    assert "Cells without readable text: 3." in sentences(findings, "noticed")


# Which notebook it is

@pytest.mark.parametrize("name", [
    f"{FIRST} (1).ipynb", f"li_ming_20260012_{FIRST}.ipynb", "作业.ipynb", f"{FIRST}.ipynb.txt", f"{FIRST}.ipynb.json",
    f"{FIRST}.IPYNB", f"abc/{FIRST}.ipynb", f"{FIRST}.ipynb/{FIRST}.ipynb"])
def test_a_renamed_notebook_is_known_by_its_cells(desk, name):
    notebook, findings = desk.mended(released(), name)
    assert texts(notebook) == texts(released())
    assert "is graded under its own name" in sentences(findings, "mended")
    assert [path.name for path in desk.folder.rglob("*.*") if path.is_file()] == [f"{FIRST}.ipynb"]


def test_beside_the_rightly_named_notebook_others_are_only_noticed(desk):
    desk.hand_in(released(), f"{FIRST}-Copy1.ipynb").hand_in(b"draft", "draft.ipynb")
    _notebook, findings = desk.mended(released())
    assert [finding.kind for finding in findings] == ["noticed"]
    assert f"{FIRST}-Copy1.ipynb" in sentences(findings)
    assert (desk.folder / f"{FIRST}-Copy1.ipynb").exists()


def test_two_equal_copies_are_one_notebook_and_two_different_ones_are_a_question(desk):
    desk.hand_in(released(), "a.ipynb").hand_in(released(), "b.ipynb")
    assert "unreadable" not in {finding.kind for finding in desk.mend()}
    (desk.folder / f"{FIRST}.ipynb").rename(desk.folder / "a.ipynb")
    changed = released()
    cell_of(changed, "abc_totals")["source"] = "totals = 1"
    findings = desk.hand_in(changed, "b.ipynb").mend()
    assert [finding.notebook for finding in findings if finding.kind == "unreadable"] == [FIRST]
    assert "a.ipynb, b.ipynb" in sentences(findings, "unreadable")
    assert list(desk.folder.glob("*.ipynb")) == []
    assert desk.mend() == findings


def test_a_good_copy_counts_where_the_rightly_named_file_is_broken(desk):
    notebook, _findings = desk.hand_in(b"{").mended(released(), f"{FIRST} (1).ipynb")
    assert marked(notebook) == marked(released())
    assert desk.kept(f"{FIRST}.ipynb") == b"{"


def test_two_notebooks_with_each_others_names_are_put_right(desk):
    desk.hand_in(released(SECOND)).hand_in(released(), f"{SECOND}.ipynb").mend()
    assert texts(desk.read()) == texts(released())
    assert texts(desk.read(SECOND)) == texts(released(SECOND))


def test_a_notebook_of_another_assignment_is_named(desk):
    [name] = expected_notebooks(SOLUTIONS / "start")
    findings = desk.hand_in(released(name, assignment="start")).mend()
    assert "another assignment, 'start'" in sentences(findings, "unreadable")


def test_an_empty_folder_and_one_without_a_notebook_get_a_sentence(desk):
    assert "No notebook was handed in." in sentences(desk.mend(), "unreadable")
    desk.hand_in(b"x", "report.pdf").hand_in(b"x", "timestamp.txt")
    assert "only: report.pdf." in sentences(desk.mend(), "unreadable")


def test_one_of_two_notebooks_missing_is_noticed(desk):
    findings = desk.hand_in(released()).mend()
    assert [(finding.kind, finding.notebook) for finding in findings] == [("noticed", SECOND)]


def test_links_and_pipes_are_taken_away_and_noted(desk):
    secret = desk.originals.parent / "secret.ipynb"
    secret.parent.mkdir(parents=True)
    secret.write_text(json.dumps(released()))
    (desk.folder / f"{FIRST}.ipynb").symlink_to(secret)
    (desk.folder / "deep").symlink_to(secret.parent)
    os.mkfifo(desk.folder / f"{SECOND}.ipynb")
    findings = desk.mend()
    noticed = {finding.notebook for finding in findings if finding.kind == "noticed"}
    assert noticed == {f"{FIRST}.ipynb", f"{SECOND}.ipynb", "deep"}
    assert list(desk.folder.iterdir()) == []
    assert desk.kept(f"{FIRST}.ipynb.link") == os.fsencode(secret)


def test_originals_find_a_name_whatever_was_handed_in_before(desk):
    desk.mended(released(), "a.ipynb.b")
    (desk.folder / f"{FIRST}.ipynb").unlink()
    desk.mended(released(), "a.ipynb.b/c.ipynb")
    os.symlink("x" * 300, desk.folder / ("link" * 63))
    desk.mend()
    assert sorted(path.name for path in desk.originals.iterdir()) == ["a.ipynb.b", "a.ipynb.b--c.ipynb", ("link" * 63)[-195:] + ".link"]


def test_two_notebooks_in_one_file_are_a_question(desk):
    both = {**released(), "cells": released()["cells"] + released(SECOND)["cells"]}
    assert f"{FIRST}, {SECOND}" in sentences(desk.hand_in(both, "all.ipynb").mend(), "unreadable")


def test_a_name_in_any_bytes_can_be_printed(desk):
    name = os.fsdecode("作业.ipynb".encode("gb18030"))
    _notebook, findings = desk.mended(released(), name)
    assert sentences(findings).encode("utf-8")


def test_a_source_folder_without_notebooks_is_refused(tmp_path):
    with pytest.raises(CourseError, match="holds no notebook"):
        expected_notebooks(tmp_path)


# The marked cells

def test_of_copied_cells_one_is_marked_and_all_stay(desk):
    given_in = released()
    for name in ("abc_totals", "test_abc_totals", "abc_why"):
        given_in["cells"].append({**copy.deepcopy(cell_of(given_in, name)), "id": f"copy-{len(given_in['cells'])}"})
    cell_of(given_in, "abc_totals")["source"] = "totals = 1"
    cell_of(given_in, "abc_why")["source"] = "Time is limited."
    notebook, findings = desk.mended(given_in)
    assert sorted(marked(notebook)) == sorted(marked(released()))
    assert cell_of(notebook, "abc_totals")["source"] == ["totals = 1"]
    assert cell_of(notebook, "abc_why")["source"] == ["Time is limited."]
    assert notebook["cells"][-2]["id"] == "test_abc_totals"
    assert texts(notebook) == texts(given_in)
    assert "abc_totals, test_abc_totals, abc_why" in sentences(findings, "mended")


def test_two_different_written_answers_are_shown_to_the_teacher(desk):
    given_in = released()
    cell_of(given_in, "abc_why")["source"] = "First."
    given_in["cells"].append({**copy.deepcopy(cell_of(given_in, "abc_why")), "id": "copy", "source": "Second."})
    notebook, findings = desk.mended(given_in)
    assert cell_of(notebook, "abc_why")["source"] == ["Second."]
    assert "read the others too" in sentences(findings, "noticed")


def test_a_missing_test_is_put_back_after_the_work_it_tests(desk):
    given_in = released()
    given_in["cells"] = [cell for cell in given_in["cells"] if cell["id"] not in ("test_abc_totals", "test_abc_first_cut")]
    place = given_in["cells"].index(cell_of(given_in, "abc_totals"))
    given_in["cells"].insert(place + 1, own("totals = totals.round(2)", "code"))
    notebook, findings = desk.mended(given_in)
    order = [cell["id"] for cell in notebook["cells"]]
    assert order[place:place + 4] == ["abc_totals", "own-24", "test_abc_totals", "given-en"]
    assert order[order.index("abc_first_cut") + 1] == "test_abc_first_cut"
    assert "test_abc_totals, test_abc_first_cut" in sentences(findings, "mended")


def test_where_nothing_of_the_assignment_is_left_the_tests_come_last(desk):
    notebook, _findings = desk.mended({**released(), "cells": [own("totals = 1", "code"), own("grades = 1 ", "code")]})
    assert [cell["id"] for cell in notebook["cells"]] == ["own-10", "own-11", *TESTS, "abc_why"]


def test_a_missing_written_answer_is_put_back_as_it_was_handed_out(desk):
    given_in = released()
    given_in["cells"] = [cell for cell in given_in["cells"] if cell["id"] != "abc_why"]
    notebook, _findings = desk.mended(given_in)
    put_back = cell_of(notebook, "abc_why")
    assert {**put_back, "source": "".join(put_back["source"])} == {**cell_of(released(), "abc_why"), "source": texts(released())[-1]}


@pytest.mark.parametrize("name, wrong", [
    ("abc_totals", "markdown"), ("abc_totals", "raw"), ("test_abc_grades", "markdown"), ("abc_why", "code")])
def test_a_cell_of_the_wrong_kind_gets_its_kind_back(desk, name, wrong):
    given_in = released()
    cell = cell_of(given_in, name)
    right = cell["cell_type"]
    cell["cell_type"] = wrong
    cell["metadata"]["collapsed"] = "no truth value, as code cells need it"
    if wrong == "code":
        cell.update(outputs=[], execution_count=None)
    else:
        del cell["outputs"], cell["execution_count"]
    notebook, findings = desk.mended(given_in)
    assert cell_of(notebook, name)["cell_type"] == right
    assert texts(notebook) == texts(given_in)
    assert f"(code or text) was changed: {name}" in sentences(findings, "mended")


@pytest.mark.parametrize("change", [
    {"schema_version": 1}, {"schema_version": 99}, {"schema_version": "3"}, {"schema_version": None}, {"points": 1000}, {"points": True},
    {"points": "x"}, {"locked": False}, {"solution": 1}, {"grade": False}, {"grade_id": 5}, {"grade_id": "no_such_cell"}, {"checksum": 5},
    {"surplus": 1}])
def test_tampered_marking_information_is_rebuilt(desk, change):
    given_in = released()
    cell_of(given_in, "test_abc_totals")["metadata"]["nbgrader"].update(change)
    notebook, findings = desk.mended(given_in)
    assert cell_of(notebook, "test_abc_totals") == cell_of(released(), "test_abc_totals")
    assert "test_abc_totals" in sentences(findings, "mended")


@pytest.mark.parametrize("marking", [None, [], "x", {}])
def test_broken_marking_information_is_rebuilt(desk, marking):
    given_in = released()
    for cell in given_in["cells"]:
        cell["metadata"] = {"nbgrader": marking}
    notebook, _findings = desk.mended(given_in)
    found, right = ([cell["metadata"].get("nbgrader") for cell in one["cells"]] for one in (notebook, released()))
    assert found == right


def test_without_any_id_tests_are_known_by_their_text_and_answers_by_their_prompt(desk):
    given_in = {**released(language="zh"), "nbformat_minor": 4}
    cell_of(given_in, "abc_why")["source"] = "时间有限。"
    for cell in given_in["cells"]:
        cell["metadata"] = {}
        del cell["id"]
    notebook, _findings = desk.mended(given_in)
    assert texts(notebook) == texts(given_in)
    assert marked(notebook) == [*TESTS, "abc_why"]
    assert cell_of(notebook, "abc_why")["source"] == ["时间有限。"]


def test_colab_keeps_ids_in_the_metadata(desk):
    given_in = {**released(), "nbformat_minor": 0, "metadata": {**released()["metadata"], "colab": {"provenance": []}}}
    for cell in given_in["cells"]:
        cell["metadata"] = {"id": cell.pop("id")}
    notebook, _findings = desk.mended(given_in)
    assert marked(notebook) == marked(released())
    assert texts(notebook) == texts(given_in)


def test_marking_information_elsewhere_is_removed(desk):
    given_in = released()
    marking = cell_of(given_in, "test_abc_totals")["metadata"]["nbgrader"]
    given_in["cells"] += [own("x", nbgrader={**marking, "grade_id": "bonus", "points": 99}), own("xx", nbgrader={})]
    notebook, findings = desk.mended(given_in)
    assert marked(notebook) == marked(released())
    assert "does not give them: 2." in sentences(findings, "mended")


def test_what_was_written_into_a_test_cell_is_kept_above_the_test(desk):
    given_in = released()
    cell_of(given_in, "test_abc_totals")["source"] = "totals = 5"
    notebook, findings = desk.mended(given_in)
    place = notebook["cells"].index(cell_of(notebook, "test_abc_totals"))
    assert notebook["cells"][place - 1]["source"] == ["totals = 5"] and "nbgrader" not in notebook["cells"][place - 1]["metadata"]
    assert texts(notebook)[place] == texts(released())[place - 1]
    assert "test_abc_totals" in sentences(findings, "mended")


def test_the_test_of_an_earlier_release_is_no_change_of_the_student(desk):
    given_in = nbformat.from_dict(released())
    cell = cell_of(given_in, "test_abc_totals")
    cell.source = "mark.score"
    cell.metadata.nbgrader.checksum = compute_checksum(cell)
    _notebook, findings = desk.mended(given_in)
    assert findings == []


def test_an_answer_beside_its_empty_cell_is_marked_where_it_stands(desk):
    given_in = released()
    place = given_in["cells"].index(cell_of(given_in, "abc_why"))
    given_in["cells"].insert(place, own("Time is limited."))
    given_in["cells"].insert(0, own("My own notes are no answer."))
    notebook, findings = desk.mended(given_in)
    assert cell_of(notebook, "abc_why")["source"] == ["Time is limited."]
    assert "They are marked where they stand" in sentences(findings, "mended")


def test_an_answer_in_the_prompt_is_noticed(desk):
    given_in = released()
    prompt = cell_of(given_in, "why-en")
    prompt["source"] = "".join(prompt["source"]) + "\n\nTime is limited."
    _notebook, findings = desk.mended(given_in)
    assert [finding.kind for finding in findings] == ["noticed"]
    assert "abc_why" in sentences(findings)


def test_equal_ids_are_told_apart(desk):
    given_in = released()
    given_in["cells"].append({**own("x = 1", "code"), "id": "given"})
    notebook, findings = desk.mended(given_in)
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    assert "with the id of another cell: 1." in sentences(findings, "mended")


# Whatever it is

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["code", "abc_why", "\ud800"]),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from(["id", "source", "nbgrader", "items"]), parts, max_size=3),
    max_leaves=6)


def _places(part, place=()):
    yield place
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in inner:
        yield from _places(value, (*place, key))


@st.composite
def damaged_notebooks(draw):
    notebook = released()
    for _time in range(draw(st.integers(1, 6))):
        whole = draw(st.sampled_from([place for place in _places(notebook) if place]))
        part = notebook
        for key in whole[:-1]:
            part = part[key]
        action = draw(st.sampled_from(["replace", "delete", "copy"]))
        if action == "delete":
            del part[whole[-1]]
        elif action == "copy" and isinstance(part, list):
            part.append(copy.deepcopy(part[whole[-1]]))
        else:
            part[whole[-1]] = draw(JSON)
    return notebook


@given(damaged_notebooks() | st.builds(lambda cells: {"cells": cells}, JSON) | JSON)
def test_whatever_is_handed_in_is_a_sound_notebook_afterwards_or_gets_a_sentence(content):
    known = released_notebooks(SOLUTIONS / "abc")[FIRST].marked
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        desk = Desk(folder).hand_in(content)
        findings = desk.mend()
        assert [finding for finding in desk.mend() if finding.kind == "mended"] == []
        if any(finding.kind == "unreadable" for finding in findings):
            assert list(desk.folder.glob("*.ipynb")) == []
        else:
            present = marked(desk.read())
            assert len(present) == len(set(present))
            assert {name for name, cell in known.items() if cell.locked or cell.written} <= set(present) <= set(known)


@given(st.binary(max_size=200))
def test_any_bytes_get_a_sentence(content):
    with tempfile.TemporaryDirectory() as folder:
        assert "unreadable" in {finding.kind for finding in Desk(folder).hand_in(content).mend()}


# With nbgrader

def _duplicated(notebook):
    copies = copy.deepcopy([cell for cell in notebook.cells if "nbgrader" in cell.metadata])
    for cell in copies:
        cell.id += "-2"
    notebook.cells += copies


def _without_marked_cells(notebook):
    notebook.cells = [cell for cell in notebook.cells if "nbgrader" not in cell.metadata]


def _with_schema_version_99(notebook):
    for cell in notebook.cells:
        cell.metadata.get("nbgrader", {})["schema_version"] = 99


def _without_metadata(notebook):
    for cell in notebook.cells:
        cell.metadata = {}


@pytest.mark.parametrize("damage", [_duplicated, _without_marked_cells, _with_schema_version_99, _without_metadata])
def test_nbgrader_takes_what_was_mended(classroom, desk, damage):
    notebook = classroom.notebook("zh", "abc", FIRST)
    damage(notebook)
    mended, _findings = desk.mended(notebook)
    node = nbformat.read(desk.folder / f"{FIRST}.ipynb", as_version=4)
    gradebook = f"sqlite:///{classroom.folder / 'grading' / 'gradebook.db'}"
    resources = {"nbgrader": {"notebook": FIRST, "assignment": "abc", "student": "li", "db_url": gradebook}}
    for step in (ClearOutput(), DeduplicateIds(), OverwriteKernelspec(), OverwriteCells(add_missing_cells=True), CheckCellMetadata()):
        node, _resources = step.preprocess(node, resources)
    assert sorted(marked(node)) == sorted(marked(mended))
    assert "HIDDEN" in cell_of(node, "test_abc_totals")["source"]


def test_nbgrader_itself_mends_before_it_marks(classroom):
    notebook = classroom.notebook("en", "abc", FIRST)
    _duplicated(notebook)
    path = classroom.folder / "grading" / "submitted" / "unlucky" / "abc" / "作业.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(nbformat.writes(notebook).encode("utf-16"))
    classroom.mark("abc", "unlucky")
    marks = classroom.scores("abc", "unlucky", FIRST)
    assert [marks[name] for name in TESTS] == [3, 5, 3, 2]


def test_the_hook_refreshes_the_list_of_notebooks_in_place(desk, monkeypatch):
    monkeypatch.chdir(SOLUTIONS.parent)
    desk.hand_in(released(), "作业.ipynb").hand_in(b"", f"{SECOND}.ipynb")
    found = [str(path) for path in desk.folder.glob("*.ipynb")]
    before_autograding(assignment="abc", student="*", notebooks=found)
    assert found == [str(desk.folder / f"{FIRST}.ipynb")]


def test_the_hook_keeps_to_the_one_notebook_that_was_asked_for(desk, monkeypatch):
    monkeypatch.chdir(SOLUTIONS.parent)
    desk.hand_in(released()).hand_in(released(SECOND), f"{SECOND}.ipynb")
    found = [str(desk.folder / f"{SECOND}.ipynb")]
    before_autograding(assignment="abc", student="li", notebooks=found)
    assert found == [str(desk.folder / f"{SECOND}.ipynb")]


# The folder itself

@pytest.mark.parametrize("place", ["student", "assignment"])
def test_a_folder_that_is_a_link_is_not_followed_and_nothing_there_is_changed(tmp_path, place):
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "abc").mkdir(parents=True)
    for folder in (elsewhere, elsewhere / "abc"):
        (folder / f"{FIRST}.ipynb").write_bytes(b"\xef\xbb\xbf{}")
        (folder / "timestamp.txt").write_text("yesterday")
    before = {path: path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()}
    link = tmp_path / "submitted" / "li" if place == "student" else tmp_path / "submitted" / "li" / "abc"
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere)
    folder = tmp_path / "submitted" / "li" / "abc"
    [finding] = mend_submission(folder, SOLUTIONS / "abc", originals_of(folder))
    assert finding.kind == "unreadable" and "link to another place" in finding.en and "链接" in finding.zh
    assert {path: path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()} == before
    assert folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())
    assert [note.read_text() for note in originals_of(folder).iterdir()] == [str(elsewhere)]


def test_a_file_in_place_of_the_folder_is_put_into_a_folder(tmp_path):
    folder = tmp_path / "submitted" / "li" / "abc"
    folder.parent.mkdir(parents=True)
    folder.write_bytes(b"x")
    [finding] = mend_submission(folder, SOLUTIONS / "abc", originals_of(folder))
    assert "No notebook was handed in, only: abc." in finding.en
    assert (folder / "abc").read_bytes() == b"x"


@pytest.mark.parametrize("time, is_kept", [
    (b"2026-03-05 15:07:00 UTC", True), (b"", True), ("下午 3:07".encode(), False), (b"\xff\x00", False), (b"1" * 5000, False), (b"0001-01-01 00:00:00 +2300", False),
])
def test_a_time_that_nbgrader_cannot_read_is_left_out_and_kept_among_the_originals(desk, time, is_kept):
    findings = desk.hand_in(released()).hand_in(time, "timestamp.txt").mend()
    assert (desk.folder / "timestamp.txt").exists() == is_kept
    assert ("time of handing in cannot be read" in sentences(findings, "noticed")) != is_kept
    assert is_kept or desk.kept("timestamp.txt") == time


def test_when_mending_fails_nbgrader_finds_nothing_to_mark(desk, monkeypatch):
    monkeypatch.chdir(desk.folder.parent)
    found = [str(desk.hand_in(released()).folder / f"{FIRST}.ipynb")]
    with pytest.raises(CourseError):
        before_autograding(assignment="abc", student="li", notebooks=found)
    assert found == []
