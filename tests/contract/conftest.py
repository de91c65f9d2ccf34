"""What the replays share: the world of the recordings, and the app that answered in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commerce.embedded.webhook.services import set_answerer
from tests.contract.recordings import ABSENT, FOLDER, Replay
from tests.contract.world import RecordedApp, World, open_world


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> Iterator[World]:
    if not FOLDER.is_dir():
        pytest.skip(ABSENT)
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORE_FULFILLMENT_ALLOW_UNPAID = False
    settings.STORE_REFUND_REASON_PAGE_TYPE = "refund-reason"
    before = set_answerer(RecordedApp())
    yield open_world()
    set_answerer(before)


@pytest.fixture
def replay(world: World) -> Replay:
    return Replay(world.tokens, world.ids)
