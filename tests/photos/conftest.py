from pathlib import Path

import pytest

from tests.portal_goods.phones import browser, phone, village

__all__ = ["browser", "phone", "village"]


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
