"""The recorded browsing, asked again of a catalogue of the same proportions."""

from tests.contract.recordings import Replay
from tests.contract.world import World


def test_lists_facets_search_and_a_product(world: World, replay: Replay) -> None:
    world.goods.fill()
    assert replay.alike(5, 6, 7, 8, 10, 11).faults == []


def test_address_rules_of_india(replay: Replay) -> None:
    assert replay.exactly(12).faults == []


def test_channels_are_not_for_the_public(replay: Replay) -> None:
    assert replay.exactly(2).faults == []
