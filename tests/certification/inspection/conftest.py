from pathlib import Path

import pytest

from tests.certification.cases.world import People, open_desk


@pytest.fixture
def people(db: None, settings, tmp_path: Path) -> People:
    settings.MEDIA_ROOT = tmp_path / "media"
    return open_desk()
