from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The same keys for the whole run: making one takes a while."""
    settings.STORE_KEYS_DIR = Path(tmp_path_factory.getbasetemp()) / "store-keys"
