"""Nothing is delivered from the stalls: what the public puts into a bag there cannot be bought."""

import pytest

import logistics.facade as logistics

pytestmark = pytest.mark.django_db


def test_a_bag_in_the_channel_of_the_stalls_is_delivered_by_nobody(world, ask, bag_line) -> None:
    bag = ask(bag_line())
    assert logistics.shipping_methods(bag)
    bag["checkout"]["channel"]["slug"] = "stalls"
    assert logistics.shipping_methods(bag) == []
