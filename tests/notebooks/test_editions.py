"""The stored editions are what the sources build; English and Chinese prose say the same thing."""

import ast
import itertools
import re

import nbformat
import pytest

from courseware.editions import KERNEL, edition, sources
from courseware.exercises import build_exercises
from courseware.files import CHAPTERS, EXERCISES, LANGUAGES, SOLUTIONS

BILINGUAL = [*sources(), *sorted(SOLUTIONS.glob("*/*.ipynb"))]
LANGUAGE_CELL = re.compile(r'import crmlib as crm\n\ncrm\.use_language\("(en|zh)"\)')


def read(path):
    return nbformat.read(path, as_version=4)


def language_of(cell):
    return next((tag for tag in cell.metadata.get("tags", []) if tag in LANGUAGES), None)


def cells_without_outputs(notebook):
    return [(cell.id, cell.cell_type, cell.source, dict(cell.metadata)) for cell in notebook.cells]


def names(paths):
    return [path.stem for path in paths]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", sources(), ids=names(sources()))
def test_a_stored_edition_is_what_its_source_builds(path, language):
    stored = read(CHAPTERS / language / path.name)
    assert cells_without_outputs(stored) == cells_without_outputs(edition(read(path), language))
    assert stored.metadata == nbformat.from_dict(KERNEL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_edition_is_left_without_a_source(language):
    assert names(sorted((CHAPTERS / language).glob("*.ipynb"))) == names(sources())


def test_the_stored_exercises_are_what_the_solutions_release():
    assert build_exercises() == []
    assert {path.parent.name for path in EXERCISES.glob("en/*/*.ipynb")} == {path.parent.name for path in SOLUTIONS.glob("*/*.ipynb")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", sources(), ids=names(sources()))
def test_a_stored_edition_has_no_error_no_widget_state_and_alt_text_for_every_picture(path, language):
    for cell in read(CHAPTERS / language / path.name).cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error" and output.get("name") != "stderr"
            assert not [kind for kind in output.get("data", {}) if "widget" in kind]
            if "image/png" in output.get("data", {}):
                assert len(output.metadata["image/png"]["alt"]) > 40


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", sources(), ids=names(sources()))
def test_printed_text_is_stored_in_one_piece(path, language):
    for cell in read(CHAPTERS / language / path.name).cells:
        kinds = [output.get("name") for output in cell.get("outputs", [])]
        assert not [pair for pair in itertools.pairwise(kinds) if pair == ("stdout", "stdout")]


@pytest.mark.parametrize("path", sources(), ids=names(sources()))
def test_the_answer_to_a_prediction_is_the_last_line_of_its_cell_and_so_is_shown(path):
    for cell in read(path).cells:
        if cell.cell_type == "code" and "crm.reveal(" in cell.source:
            last = ast.parse(cell.source).body[-1]
            assert ast.get_source_segment(cell.source, last).startswith("crm.reveal("), cell.id


@pytest.mark.parametrize("path", sources(), ids=names(sources()))
def test_a_source_holds_no_outputs(path):
    assert not [cell.id for cell in read(path).cells if cell.get("outputs") or cell.get("execution_count")]


@pytest.mark.parametrize("path", BILINGUAL, ids=names(BILINGUAL))
def test_tagged_cells_come_in_pairs_and_the_only_tagged_code_sets_the_language(path):
    tagged = [cell for cell in read(path).cells if language_of(cell)]
    assert [language_of(cell) for cell in tagged] == ["en", "zh"] * (len(tagged) // 2)
    for english, chinese in zip(tagged[::2], tagged[1::2]):
        assert english.cell_type == chinese.cell_type
        assert english.id.removesuffix("-en") == chinese.id.removesuffix("-zh")
    code = [cell for cell in tagged if cell.cell_type == "code"]
    assert len(code) == 2 and all(LANGUAGE_CELL.fullmatch(cell.source) for cell in code)


@pytest.mark.parametrize("path", BILINGUAL, ids=names(BILINGUAL))
def test_prose_has_a_language_and_code_has_none(path):
    for cell in read(path).cells:
        graded = cell.metadata.get("nbgrader")
        if cell.cell_type == "markdown":
            assert bool(language_of(cell)) != bool(graded)
        elif not LANGUAGE_CELL.fullmatch(cell.source):
            assert language_of(cell) is None


def structure(markdown):
    """What both languages must share: headings, lists, tables, links, pictures, code, formulas, numbers."""
    text = re.sub(r"```.*?```", "", markdown, flags=re.S)
    lines = text.splitlines()
    without_code = re.sub(r"`[^`\n]*`", "", text)
    return {
        "headings": [len(line) - len(line.lstrip("#")) for line in lines if line.startswith("#")],
        "items": sum(bool(re.match(r"\s*[-*] ", line)) for line in lines),
        "steps": sum(bool(re.match(r"\s*\d+\. ", line)) for line in lines),
        "table rows": sum(line.startswith("|") for line in lines),
        "targets": sorted(re.findall(r"\]\(([^)]+)\)", text)),
        "code": sorted(set(re.findall(r"`[^`\n]+`", text))),
        "formulas": re.findall(r"\$[^$]+\$", text),
        "numbers": sorted(re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", without_code)),
    }


def paired(path):
    prose = [cell for cell in read(path).cells if language_of(cell) and cell.cell_type == "markdown"]
    return list(zip(prose[::2], prose[1::2]))


@pytest.mark.parametrize("path", BILINGUAL, ids=names(BILINGUAL))
def test_partners_have_the_same_structure_and_numbers(path):
    different = {}
    for english, chinese in paired(path):
        ours, theirs = structure(english.source), structure(chinese.source)
        gaps = {part: (ours[part], theirs[part]) for part in ours if ours[part] != theirs[part]}
        gaps.pop("numbers" if "words" in english.source or "字" in chinese.source else "", None)
        if gaps:
            different[english.id] = gaps
    assert different == {}


@pytest.mark.parametrize("path", BILINGUAL, ids=names(BILINGUAL))
def test_each_language_reads_as_itself(path):
    for english, chinese in paired(path):
        hanzi = re.findall(r"[\u4e00-\u9fff]", english.source)
        assert len(hanzi) < 0.25 * len(english.source), english.id
        assert re.search(r"[\u4e00-\u9fff]", chinese.source), chinese.id
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]|[\u4e00-\u9fff]\.(\s|$)", chinese.source), f"half-width punctuation in {chinese.id}"
        assert not re.search(r"[!！]", english.source.replace("![", "[") + chinese.source.replace("![", "[")), f"exclamation mark in {english.id}"


@pytest.mark.parametrize("path", sources(), ids=names(sources()))
def test_code_cells_are_short_enough_for_a_novice(path):
    long = {cell.id: cell.source.count("\n") + 1 for cell in read(path).cells if cell.cell_type == "code" and cell.source.count("\n") + 1 > 12}
    assert long == {}


def test_a_broken_pair_would_be_seen():
    assert structure("## A\n- 5 yuan") != structure("## 一\n- 6 元")
    assert structure("see [x](y)") != structure("看")
