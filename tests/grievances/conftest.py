from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def media_here(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PUBLIC_URL = "http://testserver"
