"""What the guides and the syllabus name exists, and both languages of a guide say the same."""

import re

import nbformat
import pytest
import yaml
from nbgrader.apps.nbgraderapp import NbGraderApp

from course import VERBS
from courseware.editions import sources
from courseware.files import LANGUAGES, ROOT, SOLUTIONS
from courseware.simulated_class.submissions import points_of

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMES = [path.relative_to(ROOT).as_posix() for path in DOCUMENTS]
PAIRS = [("README.md", "README.zh.md"), ("docs/instructor-guide.md", "docs/instructor-guide.zh.md")]
TAUGHT_HERE = {path.stem for path in sources()}
MADE_LATER = ("work/", "grading/", ".venv")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def code_blocks(text):
    return [block for _, block in re.findall(r"^```(\w*)\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)]


def commands(text):
    """Return the lines of all code blocks, with one name for both languages."""
    return [re.sub(r"\b(en|zh)\b", "LANGUAGE", line) for block in code_blocks(text) for line in block.splitlines()]


def without_code_blocks(text):
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_and_picture_leads_somewhere(name):
    targets = re.findall(r"\]\(([^)\s]+)\)", without_code_blocks(read(name)))
    here = [target for target in targets if not target.startswith("http")]
    assert [target for target in here if not ((ROOT / name).parent / target).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_described_and_small(name):
    for text, target in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", read(name)):
        assert len(text) > 30
        assert ((ROOT / name).parent / target).stat().st_size < 250_000


@pytest.mark.parametrize("name", NAMES)
def test_every_path_in_code_type_exists(name):
    tops = "|".join(re.escape(path.name) for path in ROOT.iterdir() if path.is_dir())
    paths = re.findall(rf"`((?:{tops})/[\w./-]+)`", without_code_blocks(read(name)))
    examples = re.compile(r"\b(NN|NAME)")
    named = [path for path in paths if not path.startswith(MADE_LATER) and not examples.search(path)]
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_commands_use_verbs_and_programs_that_exist(name):
    verbs = re.findall(r"python course\.py (?:--with \w+ )?([a-z]+)", read(name))
    assert set(verbs) <= set(VERBS)
    nbgrader = re.findall(r"(?:run|zh) nbgrader ([a-z_]+)", read(name))
    assert set(nbgrader) <= set(NbGraderApp.subcommands)


@pytest.mark.parametrize("name", PAIRS[1])
def test_the_instructor_guide_states_the_points_of_every_exercise(name):
    points = {}
    for path in SOLUTIONS.glob("*/*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        total = sum(cell.metadata.nbgrader.points for cell in cells if cell.metadata.get("nbgrader", {}).get("grade"))
        machine = sum(points_of(path.parent.name, path.stem).values())
        points[path.stem] = (machine, total - machine, total)
    stated = re.findall(r"^\| `(\w+)` \| (\d+) \| (\d+) \| (\d+) \|$", read(name), flags=re.MULTILINE)
    assert {row[0]: tuple(map(int, row[1:])) for row in stated} == points


def test_the_contributing_guide_names_every_verb():
    assert {verb for verb in VERBS if f"`{verb}`" in read("CONTRIBUTING.md")} == set(VERBS)


@pytest.mark.parametrize("english, chinese", PAIRS)
def test_both_languages_of_a_guide_have_the_same_parts_and_commands(english, chinese):
    def parts(name):
        lines = without_code_blocks(read(name)).splitlines()
        return [re.match(r"#+|\d+\.|-|\|", line).group() for line in lines if re.match(r"#+ |\d+\. |- |\|", line)]

    assert parts(english) == parts(chinese)
    assert commands(read(english)) == commands(read(chinese))


@pytest.mark.parametrize("name", NAMES)
def test_no_document_shouts_or_names_a_machine(name):
    text = re.sub(r"!\[", "[", without_code_blocks(read(name)))
    assert not re.search(r"[!！]|/(work|home|root|tmp)/", text)
    assert not re.search(r"[\u4e00-\u9fff][,;:?]", text), "half-width punctuation after a Chinese character"


@pytest.fixture(scope="module")
def syllabus():
    return yaml.safe_load(read("syllabus.yml"))


@pytest.fixture(scope="module")
def chapters(syllabus):
    return [chapter for part in syllabus["parts"] for chapter in part["chapters"]]


@pytest.fixture(scope="module")
def concepts(chapters):
    return {name: concept for chapter in chapters for name, concept in chapter["concepts"].items()}


def notebooks_of(chapter):
    return {stem for stem in TAUGHT_HERE if stem.startswith(chapter["number"] + "_")}


def graded_cells(assignment="*"):
    """Return the graded cells of an assignment: "notebook/cell" to "graded" or "write"."""
    found = {}
    for path in SOLUTIONS.glob(f"{assignment}/*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            settings = cell.metadata.get("nbgrader", {})
            if settings.get("grade"):
                found[f"{path.stem}/{settings['grade_id']}"] = "write" if settings["solution"] else "graded"
    return found


def test_there_are_121_concepts_each_named_once(chapters, concepts):
    assert sum(len(chapter["concepts"]) for chapter in chapters) == len(concepts) == 121


def test_no_key_stands_twice_in_the_syllabus():
    keys = re.findall(r"^          (\w+):$", read("syllabus.yml"), flags=re.MULTILINE)
    assert len(keys) == len(set(keys)) == 121


def test_every_concept_is_named_in_both_languages_and_practised(concepts):
    known = {"compute", "plot", "widget", "quiz", "graded", "write"}
    for name, concept in concepts.items():
        assert concept["en"] and re.search(r"[\u4e00-\u9fffA-Z]", concept["zh"]), name
        assert concept["practice"] and set(concept["practice"]) <= known, name
        assert set(concept) <= {"en", "zh", "practice", "taught", "cells"}, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readme_lists_the_chapters_of_the_syllabus_and_which_are_ready(chapters, language):
    readme = read({"en": "README.md", "zh": "README.zh.md"}[language])
    rows = re.findall(r"^\| (\d\d) \| (.+?) \| (.+?) \|$", readme, flags=re.MULTILINE)
    assert [(number, title) for number, title, _ in rows[1:]] == [(chapter["number"], chapter["title"][language]) for chapter in chapters]
    ready = {"en": "ready", "zh": "已完成"}[language]
    assert {number for number, _, state in rows if state == ready} == {stem[:2] for stem in TAUGHT_HERE}


def test_the_opening_of_a_notebook_names_what_the_syllabus_says_it_teaches(concepts):
    for path in sources():
        english, chinese = nbformat.read(path, as_version=4).cells[:2]
        named = {language: {name for names in re.findall(r"[(（]((?:`\w+`[,、 ]*)+)[)）]", cell.source) for name in re.findall(r"\w+", names)}
                 for language, cell in zip(LANGUAGES, (english, chinese))}
        listed = {name for name, concept in concepts.items() if path.stem in concept.get("taught", [])}
        assert named == {"en": listed, "zh": listed}, path.stem


def test_only_notebooks_that_exist_teach(concepts):
    assert {stem for concept in concepts.values() for stem in concept.get("taught", [])} <= TAUGHT_HERE


def test_a_chapter_that_is_written_teaches_and_marks_all_its_concepts(chapters):
    kinds = graded_cells()
    written = [chapter for chapter in chapters if notebooks_of(chapter)]
    assert written
    for chapter in written:
        for name, concept in chapter["concepts"].items():
            assert set(concept.get("taught", [])) & notebooks_of(chapter), name
            marked = {kinds[cell] for cell in concept.get("cells", [])}
            assert marked == set(concept["practice"]) & {"graded", "write"}, name


def test_every_graded_cell_marks_a_concept(chapters, concepts):
    named = {cell for concept in concepts.values() for cell in concept.get("cells", [])}
    wanted = {cell for chapter in chapters for cell in graded_cells(chapter["assignment"])}
    assert wanted and named == wanted
