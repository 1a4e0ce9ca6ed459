"""What every test runs under, the stored notebooks included: no traces of the person who runs it."""

import os
import sys
import tempfile

import pytest
from hypothesis import settings

_FOLDER = tempfile.TemporaryDirectory(prefix="crm-tests-")
os.environ.update(
    CRM_STORED_EDITION="1",
    CRM_PROGRESS=os.path.join(_FOLDER.name, "progress.json"),
)
os.environ.pop("CRM_LANGUAGE", None)

# Speed is for the benchmarks; a busy machine must not fail a test.
settings.register_profile("course", deadline=None)
settings.load_profile("course")


@pytest.fixture(autouse=True)
def english():
    """Every test starts and ends in English."""
    from crmlib.language import use_language

    use_language("en")
    yield
    use_language("en")


@pytest.fixture(autouse=True)
def no_figures_left():
    """Close the figures that a test opened: matplotlib warns of many, and the warning would be another test's failure."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
