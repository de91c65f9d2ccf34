from pathlib import Path

import pytest

from tests.portal_goods.phones import browser, phone, village
from tests.portal_goods.world import Women, open_houses

__all__ = ["browser", "phone", "village"]


@pytest.fixture
def women(db: None, settings, tmp_path: Path) -> Women:
    settings.MEDIA_ROOT = tmp_path / "media"
    return open_houses()
