"""The catalogue, and what is heard of its changes."""

from collections.abc import Iterator
from typing import Any

import pytest

from jkrlm.kernel import outbox
from jkrlm.kernel.models import OutboxMessage
from tests.embedded.catalogue_world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


HEARD = (
    "PRODUCT_CREATED",
    "PRODUCT_DELETED",
    "PRODUCT_UPDATED",
    "PRODUCT_VARIANT_BACK_IN_STOCK",
    "PRODUCT_VARIANT_OUT_OF_STOCK",
    "PRODUCT_VARIANT_STOCK_UPDATED",
    "PRODUCT_VARIANT_UPDATED",
)


def listen(event: outbox.Event) -> None:
    """A reaction, so that events are kept."""


@pytest.fixture
def heard() -> Iterator[Any]:
    """Return a function that tells the names of the events since it was last asked."""
    before = dict(outbox._reactions)
    outbox.set_reactions(dict.fromkeys(HEARD, (listen,)))

    def tell() -> list[str]:
        names = list(OutboxMessage.objects.order_by("id").values_list("name", flat=True))
        OutboxMessage.objects.all().delete()
        return names

    yield tell
    outbox._reactions.clear()
    outbox._reactions.update(before)
