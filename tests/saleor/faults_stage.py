"""One shop on the stand-in for a run of the fault tests; each test sells goods of its own."""

import os
from collections.abc import Iterator
from itertools import count

import httpx
import pytest

from jkrlm.settings.base import DATABASES
from tests.saleor.both_sides import differences
from tests.standin.house import House, standing_house, until

_numbers = count(1)


def database_url() -> str:
    """Return the address of the database that tests were given; new ones are made beside it."""
    return os.environ.get("DATABASE_URL") or f"postgres://umeed@127.0.0.1:5432/{DATABASES['default']['NAME']}"


@pytest.fixture(scope="session")
def open_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with standing_house(database_url(), tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture
def house(open_house: House) -> Iterator[House]:
    """Everybody behaves when a test begins, and has come to rest when it has ended."""
    open_house.behave()
    yield open_house
    recover(open_house)
    open_house.at_rest()


def new_name(kind: str = "Shawl") -> str:
    """Return a name that no other test's goods have."""
    return f"{kind} {next(_numbers)}"


def sell(house: House, name: str, *, price: str = "3500", stock: int = 20) -> tuple[str, str]:
    """Put goods on sale; returns variant and slug, known on both sides."""
    variant = house.rooms.tell("piece", name=name, price=price, stock=stock)
    house.at_rest()
    return variant, house.rooms.tell("slug", name=name)


def sound(house: House) -> None:
    """Fail unless both sides are equal and check_invariants is content."""
    house.at_rest()
    assert differences(house) == []
    assert house.rooms.tell("broken_clauses") == {}
    assert house.rooms.tell("waiting") == {"pending": 0, "dead": 0}


def recover(house: House) -> None:
    """Let everybody behave again, and our side find out."""
    house.behave()
    until(lambda: house.rooms.tell("answers"), "the breaker to close")


def is_ordered(page: httpx.Response) -> bool:
    return "<title>Order " in page.text
