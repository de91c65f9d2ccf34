"""The same number of statements for two rows as for twenty."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import certification.cases.facade as cases
from tests.api.world import World
from tests.certification.cases.world import wish
from tests.certification.certificates.world import certified, suspended

pytestmark = pytest.mark.django_db

REGISTER = """{ certificates(first: 50) { edges { node {
  number state stateReason grade { name } results { name value passes } standardTitle credentialUrl } } } }"""
QUEUE = """{ cases(first: 50) { edges { node { number state officer { name } inspector { name }
  decisions { outcome reasons { label } } certificates { number stateReason } } } } }"""
MINE = """{ myCases(first: 50) { edges { node { number state decisions { outcome }
  certificates { number stateReason grade { name } } } } } }"""
BOARD = "{ standardisationBoard { kind name stage districts { name goods } } standards(first: 50) { edges { node { number parameters { code limits { grade } } } } } }"


def statements(world: World, who: str, text: str) -> int:
    world.ask(who, text)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        world.ask(who, text)
    return len(seen)


def test_lists_cost_the_same_however_long(world: World) -> None:
    def more(count: int) -> None:
        for at in range(count):
            made = certified(world.people)
            if at % 2:
                suspended(world.people, made.number)
            cases.apply(wish("kani", product_id=f"p-{uuid4().hex}"), world.people.seller)

    asked = (("", REGISTER), ("officer", QUEUE), ("member", MINE), ("", BOARD))
    more(2)
    few = [statements(world, *each) for each in asked]
    more(8)
    many = [statements(world, *each) for each in asked]
    assert few == many
    assert few == FIXED


def test_a_page_follows_another_without_a_gap(world: World) -> None:
    numbers = [certified(world.people).number for _each in range(5)]
    for _each in range(4):
        cases.apply(wish("kani", product_id=f"p-{uuid4().hex}"), world.people.seller)
    for who, name in (("", "certificates"), ("officer", "cases"), ("member", "myCases"), ("", "standards")):
        found, after = [], "null"
        while True:
            page = world.data(
                who,
                f"{{ {name}(first: 2, after: {after}) {{ edges {{ node {{ number }} }} pageInfo {{ hasNextPage endCursor }} }} }}",
            )
            found += [each["node"]["number"] for each in page["edges"]]
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = f'"{page["pageInfo"]["endCursor"]}"'
        assert len(found) == len(set(found)) >= 4, name
        if name == "certificates":
            assert found == numbers[::-1]
    for bad in ("x", "W10=", "WzFd" * 40, "WyJhIl0="):
        answer = world.ask("", f'{{ certificates(after: "{bad}") {{ edges {{ cursor }} }} }}')
        assert answer["errors"][0]["extensions"]["exception"] == {"code": "BAD_INPUT", "field": "after"}
    for size in (0, 51, -1):
        assert world.ask("", f"{{ certificates(first: {size}) {{ edges {{ cursor }} }} }}")["errors"]


#: Of the register, the queue, a seller's cases, the board with standards; with who asks and how often.
FIXED = [3, 6, 11, 4]
