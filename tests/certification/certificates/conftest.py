from pathlib import Path

import pytest

from certification.certificates.facade import Certificate
from tests.certification.cases.world import People, open_desk
from tests.certification.certificates.world import certified


@pytest.fixture
def people(db: None, settings, tmp_path: Path) -> People:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CERT_KEYS_DIR = tmp_path / "keys"
    settings.PUBLIC_URL = "https://shop.example.org"
    return open_desk()


@pytest.fixture
def shawl(people: People) -> Certificate:
    return certified(people)
