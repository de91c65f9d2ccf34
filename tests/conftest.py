from pathlib import Path

import pytest
from django.utils import translation

from commerce.facade import on_saleor
from tests.common.emptying import django_db_setup
from tests.common.one_database import django_db_modify_db_settings
from tests.common.web import web

__all__ = ["django_db_modify_db_settings", "django_db_setup", "web"]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """On a Saleor only stories run; the other modules import tables that are not there then."""
    if on_saleor() and collection_path.name.startswith("test_") and collection_path.suffix == ".py":
        return "mark.story" not in collection_path.read_text() or None
    return None


#: Tests in these wait for processes; so do those that drive a browser.
ALONE = ("tests/supervisor/", "tests/faults/", "tests/house/", "tests/saleor/", "tests/bad_input/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what a neighbour on the same machine would disturb."""
    for item in items:
        where = item.path.relative_to(config.rootpath).as_posix()
        if where.startswith(ALONE) or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.alone)


@pytest.fixture(autouse=True)
def in_english() -> None:
    """A page in another language, shown by the test before, leaves its language in the thread."""
    translation.activate("en")
