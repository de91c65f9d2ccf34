from pathlib import Path

import pytest

from certification.standards.facade import seed_standards
from tests.portal_goods.world import Women, open_houses


@pytest.fixture
def women(db: None, settings, tmp_path: Path) -> Women:
    settings.MEDIA_ROOT = tmp_path / "media"
    seed_standards()
    return open_houses()
