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


#: Tests in these start, stop and kill programs, or watch the clock: a neighbour would disturb them. Those that
#: drive a browser measure no time (but for slow ones); they run two at once, apart from the rest, since a
#: browser's event loop stays in its process.
ALONE = (
    *("tests/supervisor/", "tests/faults/", "tests/saleor/", "tests/bad_input/"),
    *("tests/house/test_container_programs.py", "tests/house/test_services.py"),
    # These count what a page asks for again by its timers.
    *(
        "tests/portal_goods/test_offline.py",
        "tests/portal_goods/test_cut_off.py",
        "tests/browser/test_till.py",
    ),
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what wants the machine for itself."""
    for item in items:
        if item.path.relative_to(config.rootpath).as_posix().startswith(ALONE):
            item.add_marker(pytest.mark.alone)


@pytest.fixture(autouse=True)
def in_english() -> None:
    """A page in another language, shown by the test before, leaves its language in the thread."""
    translation.activate("en")
