"""Files that are no notebooks, notebooks that are no longer what they should be, and names that are more than names."""

import io
import json
import os
import shutil
import zipfile

from courseware.simulated_class.submissions import NO_FIRST, NOTEBOOKS, collector

CASES = []
case = collector(CASES)
SCRIPT = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"><svg onload=alert(1)>"


@case(marks=NO_FIRST)
def nested_without_end(work):
    """JSON of 100,000 opening brackets."""
    work.hand_in(b'{"cells": ' + b"[" * 100_000)


@case(marks=NO_FIRST)
def sixty_megabytes(work):
    """A notebook of 60 MB."""
    content = work.content()
    content["cells"][0]["source"] = "x" * 60_000_000
    work.hand_in(content)


@case(marks=NO_FIRST)
def million_brackets(work):
    """A file of 3 MB that takes a hundred times as much memory."""
    work.hand_in(b'{"cells": [' + b"{}," * 1_000_000 + b"{}]}")


@case(marks=NO_FIRST)
def fifty_thousand_cells(work):
    """A notebook of fifty thousand cells of its own, a quarter of them code."""
    content = work.content()
    code = {"cell_type": "code", "metadata": {}, "source": "1", "outputs": [], "execution_count": None}
    text = {"cell_type": "markdown", "metadata": {}, "source": "**x**"}
    content["cells"] += [{**(code if number % 4 == 0 else text), "id": f"own-{number}"} for number in range(50_000)]
    work.hand_in(content)


@case()
def equal_keys(work):
    """Every key of the notebook stands twice."""
    text = json.dumps(work.content())
    work.hand_in(('{"cells": [], "nbformat": 3, "metadata": 7, ' + text[1:]).encode())


@case()
def numbers_that_are_none(work):
    """NaN and infinity where whole numbers belong."""
    content = work.content()
    content.update(nbformat_minor=float("nan"))
    for cell in content["cells"]:
        cell["metadata"]["weight"] = float("inf")
    work.hand_in(content)


@case()
def half_characters_in_the_file(work):
    """Halves of characters in prose and code."""
    content = work.content()
    content["cells"][0]["source"] = "half a character: \ud83d"
    content["cells"].append({**content["cells"][1], "id": "half", "source": "# \udc00"})
    work.hand_in(content)


@case()
def metadata_of_wrong_kinds(work):
    """Metadata, outputs, counts and ids are lists, numbers and texts where they should be something else."""
    content = work.content()
    for number, cell in enumerate(content["cells"]):
        cell["metadata"] = [7, None, "yes", [], {"nbgrader": 5}, {"nbgrader": {"grade_id": ["x"], "points": {}}}][number % 6]
        cell.update({"outputs": {"x": 1}, "execution_count": "first"} if cell["cell_type"] == "code" else {"attachments": 7})
    content["metadata"] = {"kernelspec": 3, "language_info": ["R"], "crm_language": {"en": 1}}
    work.hand_in(content)


@case()
def format_99(work):
    """A notebook of a format that there is not yet."""
    content = work.content()
    content.update(nbformat=99, nbformat_minor=-1)
    work.hand_in(content)


@case(marks=NO_FIRST)
def list_in_place_of_a_notebook(work):
    """The file holds a list."""
    work.hand_in([work.content()])


@case(marks=NO_FIRST)
def archive_named_as_notebook(work):
    """A zip of a gigabyte of zeros, named like a notebook."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as zeros:
        for _ in range(100):
            zeros.write(bytes(10_000_000))
    work.hand_in(packed.getvalue())


@case()
def script_everywhere(work):
    """Script in prose, names, ids, metadata, attachments and outputs."""
    content = work.content()
    content["metadata"]["title"] = SCRIPT
    for cell in content["cells"]:
        cell["metadata"].update(name=SCRIPT, tags=[SCRIPT])
    prose = SCRIPT + f"\n[x](javascript:alert(1)) ![x](attachment:{SCRIPT})"
    attachments = {SCRIPT: {"image/svg+xml": SCRIPT}}
    content["cells"].append({"cell_type": "markdown", "id": SCRIPT, "source": prose, "metadata": {}, "attachments": attachments})
    work.hand_in(content)
    kinds = ("text/html", "text/markdown", "text/latex", "image/svg+xml", "application/javascript", "image/png", "text/plain")
    work.add("test_abc_cost", f"from IPython.display import display\nfor kind in {kinds}: display({{kind: {SCRIPT!r}}}, raw=True)")


@case(marks={"test_abc_grades": 0})
def script_in_an_answer(work):
    """Labels and values of an answer are HTML, which a message may quote."""
    work.answer("abc_grades", f"result = crm.abc_analysis(sales)\ngrades = {{{SCRIPT!r}: 'A', 'C0001': {SCRIPT!r}}}")


@case()
def signs_a_terminal_obeys(work):
    """Output that clears the screen, moves the cursor, sets a title and takes back what was shown."""
    work.add("abc_totals", """
        from IPython.display import clear_output
        print('taken back')
        clear_output()
        print('\\x1b[2J\\x1b]0;owned\\x07\\x1b[1;1H\\x08\\x9b2J\\u202e')""")


@case()
def prose_that_takes_for_ever(work):
    """Markdown and formulas on which patterns try everything."""
    content = work.content("abc_2_policies")
    proses = ("[" * 40_000, "> " * 20_000, "*a _b " * 8_000, "<!--" * 12_000, "<a a=\"" * 8_000, "$" + "\\frac{" * 5_000,
              "`" * 20_000 + "a")
    content["cells"] += [{**content["cells"][0], "id": f"prose-{number}", "source": text} for number, text in enumerate(proses)]
    work.hand_in(content, "abc_2_policies")


@case()
def output_that_takes_for_ever(work):
    """A formula in an output on which a pattern tries everything."""
    work.add("abc_cost", """
        from IPython.display import display
        for kind in ('text/latex', 'text/html', 'text/markdown'):
            display({kind: '$' * 100_000 + '<' * 100_000 + 'x'}, raw=True)
            display({kind: '<a ' * 100_000}, raw=True)""")


@case()
def outputs_of_every_kind(work):
    """Two megabytes in each kind of output that there is."""
    kinds = ("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml", "image/png", "image/jpeg", "application/pdf",
             "application/json", "application/javascript", "application/vnd.jupyter.widget-view+json")
    work.add("test_abc_cost", f"from IPython.display import display\nfor kind in {kinds}: display({{kind: 'iVBORw0K' * 250_000}}, raw=True)")


@case()
def code_that_takes_for_ever(work):
    """Code that no parser likes: a very long line, brackets without end, and quotes that never close."""
    for code in ("x = " + "-" * 100_000 + "1", "(" * 50_000, "'''" + "\\\n" * 50_000, "f'{" * 5_000, "%" * 50_000):
        work.add("test_abc_first_step", code)


@case(marks=NO_FIRST)
def link_to_a_secret(work):
    """In place of a notebook and beside it, links to a secret file and folder."""
    work.files["abc_1_customers.ipynb"] = None
    def link(folder):
        for name in ("abc_1_customers.ipynb", "notes.txt", "timestamp.txt"):
            os.symlink(work.surroundings.secret, folder / name)
        os.symlink(work.surroundings.secret.parent, folder / "more")
        os.symlink("loop", folder / "loop")
    work.finish = link


@case(marks=NO_FIRST)
def link_to_the_solution(work):
    """In place of a notebook, a link to the course's solution."""
    work.files["abc_1_customers.ipynb"] = None
    work.finish = lambda folder: os.symlink("../../../../solutions/abc/abc_1_customers.ipynb", folder / "abc_1_customers.ipynb")


def _link_folder(folder, target):
    """Put a link in the place of the folder."""
    shutil.rmtree(folder)
    os.symlink(target, folder)


@case(marks="none", state="unreadable")
def folder_is_a_link(work):
    """The whole folder is a link to a classmate's."""
    work.finish = lambda folder: _link_folder(folder, f"../{work.surroundings.classmate}/abc")


@case(marks="none", state="unreadable")
def folder_is_a_link_elsewhere(work):
    """The whole folder is a link to a folder outside the course."""
    work.finish = lambda folder: _link_folder(folder, work.surroundings.secret.parent)


@case(marks="none", state="unreadable")
def students_folder_is_a_link(work):
    """The folder around the assignment's is a link to a classmate's."""
    work.finish = lambda folder: _link_folder(folder.parent, work.surroundings.classmate)


@case(marks="none", state="unreadable", language="zh")
def file_in_place_of_the_folder(work):
    """A file stands where the folder of the assignment should be."""
    def replace(folder):
        shutil.rmtree(folder)
        folder.write_bytes(b"x")
    work.finish = replace


@case(marks=NO_FIRST)
def pipe_in_place_of_a_notebook(work):
    """A named pipe, from which a reader waits for ever."""
    work.files["abc_1_customers.ipynb"] = None
    work.finish = lambda folder: [os.mkfifo(folder / name) for name in ("abc_1_customers.ipynb", "data.csv")]


@case(marks=NO_FIRST)
def folder_in_place_of_a_notebook(work):
    """A folder named like a notebook, with a folder like that in it."""
    work.files.update({"abc_1_customers.ipynb": None, "abc_1_customers.ipynb/abc_2_policies.ipynb/x.txt": b"x"})


@case()
def sparse_file(work):
    """A file of 300 GB that takes no room on the disk."""
    def grow(folder):
        with (folder / "data.bin").open("wb") as file:
            file.truncate(300 << 30)
    work.finish = grow


@case()
def modules_beside_the_notebook(work):
    """Python files that would run if the grader imported from the folder, and a configuration."""
    plant = f"open({str(work.surroundings.secret.parent / 'planted')!r}, 'w').write('x')\n".encode()
    names = ("crmlib.py", "json.py", "pandas.py", "nbformat.py", "sitecustomize.py", "conftest.py", "nbgrader_config.py", "owned.pth")
    work.files.update(dict.fromkeys(names, plant))
    work.files["solutions/abc/abc_1_customers.ipynb"] = b"{}"


@case()
def strange_file_names(work):
    """Files with line breaks, quotes, signs for the terminal, bytes that are no text, and very long names."""
    work.finish = lambda folder: [open(os.path.join(os.fsencode(folder), name), "wb").close() for name in (
        b"a\nb.ipynb", b"\xff\xfe.ipynb", b"$(touch owned).txt", b"'; drop table grade;--", b"\x1b[2J.ipynb",
        b"x" * 255, b"..ipynb", b"-rf")]


@case()
def swapped_names(work):
    """Each notebook has the other's name, and so claims the other's cells."""
    first, second = (work.file(name) for name in NOTEBOOKS)
    work.hand_in(second, NOTEBOOKS[0])
    work.hand_in(first, NOTEBOOKS[1])


@case()
def both_in_each(work):
    """Each notebook holds the cells of both."""
    first, second = (work.content(name) for name in NOTEBOOKS)
    work.hand_in({**first, "cells": first["cells"] + second["cells"]}, NOTEBOOKS[0])
    work.hand_in({**second, "cells": second["cells"] + first["cells"]}, NOTEBOOKS[1])


@case()
def timestamp_of_no_time(work):
    """The file in which nbgrader keeps when the work was handed in holds no time."""
    work.files["timestamp.txt"] = b"\xff\x00 the day before yesterday " * 10_000


@case()
def timestamp_is_a_folder(work):
    """A folder is named like the file of the time of handing in."""
    work.files["timestamp.txt/x"] = b"x"


@case(marks="none", state="failed", folder=os.fsdecode(b"\xff\xfe\x1b[2J"))
def folder_named_with_bytes_that_are_no_text(work):
    """A folder whose name is no text, and clears the screen."""


@case(folder="release.json")
def folder_named_like_a_record(work):
    """A folder with the name of a file that the grader keeps."""


@case(marks="none", state="failed", folder="*")
def folder_named_star(work):
    """A folder whose name stands for all others."""


@case(marks="none", state="failed", folder="'; drop table grade; --")
def folder_named_as_a_command_for_a_database(work):
    """A folder whose name ends one command of a database and begins another."""


@case(marks="none", state="failed", folder="$(touch owned) `touch owned`\n<script>alert(1)")
def folder_named_as_a_command_for_a_shell(work):
    """A folder whose name is commands for a shell, and script for a page."""


@case(folder="-rf")
def folder_named_like_an_option(work):
    """A folder whose name looks like an option."""


@case(folder="x" * 200)
def folder_with_a_very_long_name(work):
    """A folder with a name of 200 signs."""
