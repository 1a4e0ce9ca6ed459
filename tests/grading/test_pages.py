"""Pages show what students wrote, in their language and without a network, and nothing in it acts."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.server_extensions.formgrader.handlers import template_path

from courseware.files import LANGUAGES, ROOT
from crmlib.grading.course import Course
from crmlib.grading.language_of import language_of
from crmlib.grading.pages import outputs
from crmlib.grading.pages.clean import FORMULA_TAGS, TAGS, clean
from crmlib.grading.pages.feedback import feedback_page
from crmlib.grading.pages.formulas import LONGEST, to_mathml
from crmlib.grading.pages.markdown import LONGEST as LONGEST_PROSE
from crmlib.grading.pages.markdown import to_html
from crmlib.grading.pages.marks import NO_RESPONSE, Mark, Marks
from crmlib.grading.pages.outputs import MOST_TAGS, output_html
from crmlib.grading.pages.patience import Patience
from crmlib.language import speaking
from tests.grading.marked import ANSWER, CHECK, gradebook, put_marked
from tests.grading.page_attacks import MARKDOWN, attacks

PNG = "iVBORw0KGgo="
RIGHT = Mark(2.0, 2.0, waiting=False, by_hand=False)
HTML_TAGS = sorted(TAGS | FORMULA_TAGS | {"script", "style", "svg", "iframe", "template", "noscript", "form"})
SIGNS = ["<", ">", "</", "/>", "<!--", "-->", '"', "'", "=", "&", "&lt;", "`", "$", "$$", "](", "[", "!", "\n", "\n\n", "|", "#", "*"]
PIECES = [*SIGNS, *HTML_TAGS, " on", "javascript:", "data:", " href=", " src=", "onerror=x", "\\text{", "}", "客户"]
ACTORS = {"script", "style", "iframe", "object", "embed", "svg", "form", "meta", "base", "link", "template", "audio", "video"}
untidy = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def text_of(html):
    return BeautifulSoup(html, "html.parser").get_text()


def acting(html, root):
    """Return what could act or load in the part of a page that shows a notebook."""
    found = []
    for element in BeautifulSoup(html, "html.parser").select(f"{root} *"):
        if element.name in ACTORS:
            found.append(element.name)
        for name, value in element.attrs.items():
            leads_away = name in {"href", "src"} and not re.match(r"https?://|mailto:|#|data:image/", value)
            if name.startswith("on") or leads_away or name in {"srcdoc", "srcset", "action", "formaction", "data-toggle"}:
                found.append(f"{element.name} {name}={value}")
    return found


def feedback(*cells, marks=None, student="li", **metadata):
    return feedback_page(new_notebook(cells=list(cells), metadata=metadata), marks or Marks(0.0, 0.0, 0.0, {}, {}), student)


def formgrader_page(folder, notebook):
    """Return the page that Formgrader makes of a notebook with the course's settings."""
    config = Course(folder, settings=ROOT).configuration()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [template_path]
    resources = {"submission_id": "1", "notebook_id": "n", "assignment_id": "a", "base_url": "", "index": 0, "total": 1,
                 "student": "li", "first_name": "<b>Li</b>", "last_name": "<b>Na</b>", "notebook_path": "n.ipynb"}
    return HTMLExporter(config=config).from_notebook_node(notebook, resources)[0]


# Markdown and formulas

@pytest.mark.parametrize("written", [
    "a <$100 & a<b", "5<b and c>10", "销售额上升，成本 <100 元 & 客户 > 5", "It costs $5, not $10.", "价格 $5，成本$3",
    "<sales of 2025>", "x < y > z", "A & B &c.",
])
def test_text_survives(written):
    assert text_of(to_html(written)).strip() == written


def test_harmless_html_keeps_its_meaning():
    shown = to_html('H<sub>2</sub>O<br>and <font color="red">red</font>\n\n<details><summary>More</summary>\n\n**bold**\n\n</details>')
    for piece in ("<sub>2</sub>", "<br>", ">red<", "<summary>More</summary>", "<strong>bold</strong>"):
        assert piece in shown


def test_a_table_keeps_its_alignment():
    assert 'style="text-align:right"' in to_html("|a|\n|-:|\n|1|").replace("text-align: ", "text-align:")


@pytest.mark.parametrize(("written", "display"), [
    ("$x^2$", "inline"), ("a $x^2$.", "inline"), ("$$\nx^2\n$$", "block"), ("\\begin{aligned}x^2&=1\\end{aligned}", "block"),
])
def test_a_formula_becomes_mathml(written, display):
    shown = to_html(written)
    assert f'<math display="{display}">' in shown and "<msup><mi>x</mi><mn>2</mn></msup>" in shown and "$" not in shown


@pytest.mark.parametrize("tex", [r"\frac{", "{" * 1000, "x^" * 500, "x" * (LONGEST + 1)])
def test_a_formula_that_cannot_be_read_stays_as_written(tex):
    assert text_of(to_mathml(tex)) == tex


def test_prose_that_is_too_long_stays_as_written():
    written = "*" * LONGEST_PROSE + "x < y"
    assert text_of(to_html(written)) == written


def test_pictures_come_from_the_notebook_alone():
    attached = to_html("![Sales by month](attachment:a%20b.png)", {"a b.png": {"image/png": PNG}})
    assert f'<img src="data:image/png;base64,{PNG}" alt="Sales by month">' in attached
    assert to_html("![Sales](https://example.org/x.png)") == "<p>[A picture that is not in the notebook: Sales]</p>\n"


@given(untidy)
def test_whatever_is_written_only_harmless_tags_come_out(written):
    shown = to_html(written)
    assert {element.name for element in BeautifulSoup(shown, "html.parser").find_all()} <= TAGS | FORMULA_TAGS
    assert not acting(f"<main>{shown}</main>", "main")


@given(untidy)
def test_cleaning_twice_changes_nothing(written):
    assert clean(clean(written)) == clean(written)


def test_addresses_of_links_stay_to_be_read():
    page = BeautifulSoup(feedback(new_markdown_cell("See [this](https://example.org/a) and https://example.org/b.")), "html.parser")
    assert "this (https://example.org/a) and https://example.org/b." in page.main.text and not page.main.find_all("a")


# Outputs

def test_a_figure_keeps_its_alt_text():
    cases = [
        new_output("display_data", data={"image/png": PNG, "text/plain": "<Figure>"}, metadata={"alt": 'A "tall" bar'}),
        new_output("display_data", data={"image/png": PNG}, metadata={"image/png": {"alt": 'A "tall" bar'}}),
        new_output("display_data", data={"text/html": f'<img src="data:image/png;base64,{PNG}" alt="A &quot;tall&quot; bar">'}),
    ]
    for output in cases:
        image = BeautifulSoup(output_html(output), "html.parser").img
        assert image["alt"] == 'A "tall" bar' and image["src"].endswith(PNG)


def test_a_figure_without_alt_text_says_so():
    with speaking("en"):
        assert 'alt="A figure without a description."' in output_html(new_output("display_data", data={"image/png": PNG}))


def test_an_output_that_cannot_be_shown_is_not_passed_over():
    assert "cannot be shown" in output_html(new_output("display_data", data={"application/javascript": "x()"}))


def test_html_without_end_gives_way_to_the_plain_form():
    endless = new_output("display_data", data={"text/html": "<div>" * (MOST_TAGS + 1), "text/plain": "a table"})
    assert output_html(endless) == "<pre>a table</pre>"


def test_terminal_codes_go_and_text_stays():
    assert output_html(new_output("stream", text="\x1b[31mred\x1b[0m\tand <b>\x07")) == "<pre>red\tand &lt;b&gt;</pre>"


# Feedback

def test_feedback_shows_points_message_and_comment_of_each_task():
    said = new_output("stream", text="✗ `totals` is empty.\n2 of 3 points.")
    cells = [
        new_markdown_cell("# Exercise\n\n## Task 1"), new_code_cell("x", metadata=CHECK, outputs=[said]),
        new_markdown_cell("## Task 2"), new_markdown_cell("# My heading", metadata=ANSWER),
    ]
    marks = Marks(5.0, 9.0, 1.0, {"check": Mark(2.0, 3.0, False, True), "answer": Mark(4.0, 6.0, True, False)}, {"answer": "Say *why*."})
    page = BeautifulSoup(feedback(*cells, marks=marks), "html.parser")
    assert page.h1.text == "Feedback: Exercise"
    assert "5 of 9 points" in page.header.text and "late: 1 points" in page.header.text and "6 points are still" in page.header.text
    assert [(link.text, link["href"]) for link in page.nav.find_all("a")] == [("Task 1", "#result-1"), ("Task 2", "#result-2")]
    first, second = page.find_all("section")
    assert "2 of 3 points" in first.text and first.code.text == "totals" and "set this mark by hand" in first.text
    assert "not marked yet" in second.text and second.em.text == "why"
    assert {link["href"] for link in page.find_all("a")} <= {f"#{element['id']}" for element in page.find_all(id=True)}


def test_feedback_never_shows_the_source_of_a_check():
    error = new_output("error", ename="NameError", evalue="name 'totals' is not defined", traceback=["----> 3 secret_answer == totals"])
    page = feedback(new_code_cell("secret_answer = 65", metadata=CHECK, outputs=[error]), marks=Marks(0.0, 2.0, 0.0, {"check": RIGHT}, {}))
    assert "secret_answer" not in page and "name &#x27;totals&#x27; is not defined" in page


def test_a_marking_scheme_stays_hidden():
    source = "Draw it.\n=== BEGIN MARK SCHEME ===\nsecret_answer\n=== END MARK SCHEME ===\nThank you."
    task = new_markdown_cell(source, metadata={"nbgrader": {"grade_id": "task"}})
    page = feedback(task, marks=Marks(0.0, 2.0, 0.0, {"task": RIGHT}, {"task": None}, frozenset({"task"})))
    assert "secret_answer" not in page and "Draw it." in page and "Thank you." in page


@pytest.mark.parametrize("marker", ["### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS", "### BEGIN MARK SCHEME", "### BEGIN SOLUTION"])
@pytest.mark.parametrize("new_cell", [new_code_cell, new_markdown_cell])
def test_a_marker_in_a_students_cell_hides_nothing_of_it(marker, new_cell):
    source = f"before\n{marker}\nafter"
    for metadata in ({}, ANSWER):
        shown = text_of(feedback(new_cell(source, metadata=metadata), marks=Marks(0.0, 0.0, 0.0, {}, {"answer": None})))
        assert "before" in shown and "after" in shown


@pytest.mark.parametrize(("language", "words"), [("en", "Overview"), ("zh", "总览")])
def test_feedback_is_in_the_students_language(language, words):
    page = feedback(new_markdown_cell("# x"), marks=Marks(0.0, 1.0, 0.0, {}, {}), crm_language=language)
    assert f'<html lang="{language}' in page and words in page


def test_an_answer_that_was_left_out_is_named_in_the_students_language():
    marks = Marks(0.0, 1.0, 0.0, {"answer": RIGHT}, {"answer": NO_RESPONSE})
    assert NO_RESPONSE not in feedback(new_markdown_cell("x", metadata=ANSWER), marks=marks, crm_language="zh")
    assert "You did not answer here." in feedback(new_markdown_cell("x", metadata=ANSWER), marks=marks)


def test_headings_of_a_page_leave_no_level_out():
    output = new_output("display_data", data={"text/html": "<h5>x</h5>"})
    page = feedback(new_markdown_cell("### deep\n\n# high\n\n<h6>deepest</h6>"), new_code_cell("1", outputs=[output]))
    levels = [int(heading.name[1]) for heading in BeautifulSoup(page, "html.parser").find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:]))


def test_colours_can_be_told_from_the_page():
    style = BeautifulSoup(feedback(), "html.parser").style.text
    grounds = [_light(ground) for ground in re.findall(r"background: (#\w+)", style)]
    inks = [_light(ink) for ink in re.findall(r"[^-]color: (#\w+)", style)]
    assert inks and all((min(grounds) + 0.05) / (ink + 0.05) >= 4.5 for ink in inks)


def _light(colour):
    """Relative luminance of a colour (WCAG 2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place:place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_nbgrader_makes_the_page_from_its_gradebook(tmp_path):
    course = Course(tmp_path, settings=ROOT)
    cells = [
        new_markdown_cell("# x\n\n### BEGIN HIDDEN TESTS"), new_markdown_cell("mine", metadata=ANSWER),
        new_code_cell("secret_answer = 1", metadata=CHECK),
    ]
    put_marked(course, "li", new_notebook(cells=cells))
    with gradebook(course) as book:
        book.find_grade("check", "n", "a", "li").auto_score = 1.5
        book.find_comment("answer", "n", "a", "li").manual_comment = "**Good.**"
        book.db.commit()
    with course.nbgrader() as nbgrader:
        assert nbgrader.generate_feedback("a", "li")["success"]
    page = (course.feedback("li", "a") / "n.html").read_text(encoding="utf-8")
    assert "1.5 of 2 points" in page and "<strong>Good.</strong>" in page and "secret_answer" not in page and "mine" in page


# Language

@pytest.mark.parametrize("language", LANGUAGES)
def test_a_released_notebook_knows_its_language(classroom, language):
    notebook = classroom.notebook(language, "abc", "abc_1_customers")
    assert notebook.metadata["crm_language"] == language == language_of(notebook)


@pytest.mark.parametrize(("cells", "language"), [
    ([new_code_cell("crm.use_language('zh')"), new_markdown_cell("Plain")], "zh"),
    ([new_code_cell('crm.use_language("en")'), new_markdown_cell("客户")], "en"),
    ([new_markdown_cell("客户")], "zh"),
    ([new_code_cell("# 客户")], "en"),
])
def test_a_notebook_without_metadata_tells_its_language(cells, language):
    for metadata in ({}, {"crm_language": "fr"}, {"crm_language": ["zh"]}):
        assert language_of(new_notebook(cells=cells, metadata=metadata)) == language


# Nothing acts

@pytest.mark.parametrize("name", attacks())
def test_nothing_in_a_notebook_acts_in_its_feedback(name):
    marks = Marks(0.0, 2.0, 0.0, {"check": RIGHT}, {"answer": None})
    page = feedback_page(attacks()[name], marks, "li")
    assert not acting(page, "body") and "<script" not in page


@pytest.mark.parametrize("name", MARKDOWN)
def test_nothing_in_a_comment_a_heading_or_a_name_acts_in_feedback(name):
    marks = Marks(0.0, 2.0, 0.0, {}, {"answer": MARKDOWN[name]})
    page = feedback(new_markdown_cell(f"# {MARKDOWN[name]}"), new_markdown_cell("x", metadata=ANSWER), marks=marks, student=MARKDOWN[name])
    assert not acting(page, "body") and "<script" not in page


@pytest.fixture(scope="module")
def formgrader_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("formgrader")


@pytest.mark.parametrize("name", attacks())
def test_nothing_in_a_notebook_acts_in_formgrader(formgrader_folder, name):
    page = formgrader_page(formgrader_folder, attacks()[name])
    assert not acting(page, "#notebook")
    assert not BeautifulSoup(page, "html.parser").select("#notebook a")


def test_formgrader_loads_nothing_from_elsewhere_and_names_its_scripts(formgrader_folder):
    notebook = new_notebook(cells=[new_markdown_cell("$x^2$ [here](https://example.org)")])
    page = BeautifulSoup(formgrader_page(formgrader_folder, notebook), "html.parser")
    addresses = [element.get("src", element.get("href")) for element in page.select("script[src], link")]
    assert addresses and all(address.startswith("/formgrader/static/") for address in addresses)
    assert page.msup and "here (https://example.org)" in page.text
    assert "<b>" not in str(page.nav) and "script-src 'self'" in page.meta["content"]


def test_an_output_that_takes_for_ever_is_shown_as_it_was_written_and_the_page_stands(monkeypatch):
    monkeypatch.setattr(outputs, "_shown", lambda *details: [None for _ in iter(int, 1)])
    shown = outputs.output_html(new_output("display_data", data={"text/plain": "a < b"}), Patience(page=0.2))
    assert shown == "<pre>a &lt; b</pre>"


@pytest.mark.parametrize("text", ["$" * 1_000_000 + "x", "$" * 1_000_000 + "x" + "$" * 1_000_000])
def test_a_formula_of_dollar_signs_is_read_in_one_pass(text):
    """Trying each pair of them would take days of computing, and end as preformatted text."""
    assert "<pre>" not in outputs.output_html(new_output("display_data", data={"text/latex": text}), Patience(page=100, piece=100))
