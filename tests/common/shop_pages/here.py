from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def for_shop_pages(db: None, settings: Any, tmp_path: Path) -> None:
    """Places of this test's own for pictures and keys, and an account that UPI is paid to."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CERT_KEYS_DIR = tmp_path / "keys"
    settings.UPI_VPA = "umeed@jkbank"
    settings.UPI_PAYEE_NAME = "Umeed JKRLM"
