"""The program that lets authors look at a notebook."""

import subprocess
import sys

import nbformat

PNG_SIGNATURE = b"\x89PNG"


def take_screenshots(*arguments):
    command = [sys.executable, "-m", "courseware.screenshot", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8")


def test_each_cell_is_pictured_and_its_error_is_told(browser, tmp_path):
    sources = ["1 + 1", "wrong_name"]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    path = tmp_path / "two_cells.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)

    result = take_screenshots(path, "--lang", "zh", "--out", tmp_path, "--cells")

    pictures = [tmp_path / "two_cells_zh" / f"cell_{number:02}.png" for number in (0, 1)]
    problem = "NameError: name 'wrong_name' is not defined"
    assert result.stdout.splitlines() == [*map(str, pictures), problem]
    assert all(picture.read_bytes().startswith(PNG_SIGNATURE) for picture in pictures)
    assert result.returncode == 1


def test_a_missing_notebook_is_named(tmp_path):
    result = take_screenshots(tmp_path / "nowhere.ipynb")
    assert "There is no notebook" in result.stderr and "nowhere.ipynb" in result.stderr
    assert result.returncode == 1
