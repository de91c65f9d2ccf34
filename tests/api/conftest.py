from pathlib import Path

import pytest

from certification.standards.facade import seed_standards
from tests.api.world import World, open_world


@pytest.fixture
def world(db: None, settings, tmp_path: Path) -> World:
    settings.MEDIA_ROOT, settings.CERT_KEYS_DIR = tmp_path / "media", tmp_path / "keys"
    seed_standards()
    return open_world()
