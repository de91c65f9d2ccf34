from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.supervisor.houses import SmallHouse


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Callable[..., SmallHouse]]:
    """Make small houses in the test's own folder; what a failed test leaves running is killed."""
    houses: list[SmallHouse] = []

    def make(name: str = "var", **options: Any) -> SmallHouse:
        houses.append(SmallHouse(tmp_path / name, **options))
        return houses[-1]

    yield make
    for made in houses:
        made.sweep()
