"""The recorded browsing, asked again of a catalogue of the same proportions."""

import json
from urllib.parse import urlsplit

from django.test import Client

from commerce.embedded.product.models import Product
from tests.contract.recordings import Replay, recording
from tests.contract.world import World


def test_lists_facets_search_and_a_product(world: World, replay: Replay) -> None:
    world.goods.fill()
    assert replay.alike(5, 6, 7, 8, 10, 11).faults == []


def test_address_rules_of_india(replay: Replay) -> None:
    assert replay.exactly(12).faults == []


def test_channels_are_not_for_the_public(replay: Replay) -> None:
    assert replay.exactly(2).faults == []


def listed(**variables: object) -> dict[str, object]:
    """Return the answer's list to the recorded request for one, with variables of ours."""
    recorded = recording(6)
    body = {"query": recorded.document, "variables": recorded.given | variables}
    response = Client().post("/graphql/", json.dumps(body), content_type="application/json")
    answer = json.loads(response.content)
    assert "errors" not in answer
    return dict(answer["data"]["products"])


def test_following_the_cursor_shows_everything_once(world: World) -> None:
    world.goods.fill()
    slugs, after, pages = [], None, 0
    while pages == 0 or after:
        page = listed(after=after)
        assert page["totalCount"] == 32
        slugs += [edge["node"]["slug"] for edge in page["edges"]]
        more = page["pageInfo"]
        after, pages = more["endCursor"] if more["hasNextPage"] else None, pages + 1
    assert pages == 2
    assert slugs == sorted(Product.objects.values_list("slug", flat=True))


def test_every_kind_of_attribute_through_the_recorded_request(world: World) -> None:
    world.goods.curio()
    node = next(edge["node"] for edge in listed(first=48)["edges"] if edge["node"]["slug"] == "curio")
    answers = {each["attribute"].pop("slug"): each for each in node["assignedAttributes"]}
    assert answers == {
        "fibre": {
            "attribute": {"name": "Fibre", "inputType": "DROPDOWN"},
            "__typename": "AssignedSingleChoiceAttribute",
            "choice": {"slug": "hemp", "name": "Hemp"},
        },
        "weave": {
            "attribute": {"name": "Weave", "inputType": "MULTISELECT"},
            "__typename": "AssignedMultiChoiceAttribute",
            "choices": [{"slug": "twill", "name": "Twill"}, {"slug": "plain", "name": "Plain"}],
        },
        "length": {
            "attribute": {"name": "Length", "inputType": "NUMERIC"},
            "__typename": "AssignedNumericAttribute",
            "num": 12.5,
        },
        "certified": {
            "attribute": {"name": "Certified", "inputType": "BOOLEAN"},
            "__typename": "AssignedBooleanAttribute",
            "bool": False,
        },
        "story": {
            "attribute": {"name": "Story", "inputType": "PLAIN_TEXT"},
            "__typename": "AssignedPlainTextAttribute",
            "text": "Found in an attic.",
        },
        "maker": {
            "attribute": {"name": "Maker", "inputType": "SINGLE_REFERENCE"},
            "__typename": "AssignedSinglePageReferenceAttribute",
        },
        "helpers": {
            "attribute": {"name": "Helpers", "inputType": "REFERENCE"},
            "__typename": "AssignedMultiPageReferenceAttribute",
            "pages": [{"slug": "tailors", "title": "Tailors"}],
        },
    }


def test_a_thumbnail_is_a_picture_that_is_there(world: World) -> None:
    (edge,) = listed()["edges"]
    address = urlsplit(edge["node"]["thumbnail"]["url"])
    assert (address.scheme, address.netloc) == ("http", "testserver")
    picture = Client().get(address.path)
    assert picture.status_code == 200
    assert picture.headers["Content-Type"] == "image/webp"
