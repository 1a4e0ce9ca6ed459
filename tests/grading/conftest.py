import os

import pytest

from crmlib.grading.sandbox.host import Sandbox
from crmlib.grading.sandbox.launch import SandboxUnavailable, require_bubblewrap
from tests.grading.classroom import Classroom


@pytest.fixture(scope="session", autouse=True)
def bubblewrap():
    """Skip what runs submissions where there is no bubblewrap; in CI that is a failure."""
    try:
        require_bubblewrap()
    except SandboxUnavailable as error:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(error))


@pytest.fixture(scope="session")
def classroom(tmp_path_factory):
    return Classroom(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="session")
def sandbox():
    with Sandbox() as sandbox:
        yield sandbox
