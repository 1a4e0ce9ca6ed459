"""The tables as a data package: valid, described in both languages, and what the generator makes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "datasets"
PACKAGE = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))


def described(item):
    """Every object of the package that carries text for people."""
    if isinstance(item, dict):
        if "title" in item and item not in PACKAGE["licenses"]:
            yield item
        for value in item.values():
            yield from described(value)
    elif isinstance(item, list):
        for value in item:
            yield from described(value)


def test_frictionless_finds_nothing_wrong():
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(FOLDER / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert report.stats["tasks"] == len(PACKAGE["resources"])


def test_the_generator_makes_the_stored_tables_byte_for_byte(tmp_path):
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, FOLDER / "generate.py", tmp_path], check=True, env=environment)
    for resource in PACKAGE["resources"]:
        made = (tmp_path / resource["path"]).read_bytes()
        assert made == (FOLDER / resource["path"]).read_bytes(), resource["path"]
        assert b"\r" not in made and not made.startswith(b"\xef\xbb\xbf")


def test_the_files_stay_small():
    sizes = [(FOLDER / resource["path"]).stat().st_size for resource in PACKAGE["resources"]]
    assert 4_000_000 < sum(sizes) < 10_000_000


@pytest.mark.parametrize("key", ["title", "description"])
def test_every_text_stands_in_both_languages(key):
    items = list(described(PACKAGE))
    assert len(items) > 50
    for item in items:
        assert item[key].isascii(), item["name"]
        assert any("\u4e00" <= sign <= "\u9fff" for sign in item[f"{key}_zh"]), item["name"]
        assert ("unit" in item) == ("unit_zh" in item), item["name"]


def test_every_code_has_a_label_in_both_languages():
    fields = [field for resource in PACKAGE["resources"] for field in resource["schema"]["fields"]]
    labelled = [field for field in fields if "labels" in field]
    assert {"store", "kind", "category", "behaviour", "found_by"} <= {field["name"] for field in labelled}
    for field in labelled:
        assert list(field["labels"]) == field["constraints"]["enum"]
        assert all(set(label) == {"en", "zh"} and all(label.values()) for label in field["labels"].values())


def test_tables_say_what_is_planted_and_under_which_licence():
    assert PACKAGE["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in PACKAGE["resources"]:
        assert "lanted" in resource["description"] and "预设" in resource["description_zh"], resource["name"]
