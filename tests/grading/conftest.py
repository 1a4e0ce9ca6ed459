import pytest

from tests.grading.classroom import Classroom


@pytest.fixture(scope="session")
def classroom(tmp_path_factory):
    return Classroom(tmp_path_factory.mktemp("course"))
