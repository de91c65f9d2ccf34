"""Every field × everybody: allowed or refused exactly, and what is refused changed nothing."""

import pytest
from django.db import transaction

from jkrlm.api.schema import schema
from tests.api.rights import ANYBODY, MUTATIONS, QUERIES
from tests.api.world import Things, World, things
from tests.bad_input.unchanged import nothing_changes

pytestmark = pytest.mark.django_db

#: Counting how often somebody asks is not the asking's effect.
COUNTED = frozenset({"people_attempts"})
DENIED = {"": "SIGN_IN"}


@pytest.fixture
def primed(world: World) -> Things:
    """The day's first use of every token is written down before anything is measured."""
    made = things(world)
    for who in world.tokens:
        world.ask(who, "{ me { id } }")
    return made


def test_every_field_has_its_row() -> None:
    built = schema()
    assert set(QUERIES) == set(built.query_type.fields)
    assert set(MUTATIONS) == set(built.mutation_type.fields)


@pytest.mark.parametrize("part", range(3))
def test_who_may_read_what(world: World, primed: Things, part: int) -> None:
    for name in sorted(QUERIES)[part::3]:
        given, may = QUERIES[name]
        with nothing_changes(but=COUNTED):
            for who in ("", *world.users):
                answer = world.ask(who, f"{{ {name}{given(primed)} }}")
                codes = [each["extensions"]["exception"]["code"] for each in answer.get("errors", [])]
                if may == ANYBODY or who in may:
                    assert not {"PermissionDenied", "InternalServerError"} & set(codes), (name, who, answer)
                else:
                    assert codes == ["PermissionDenied"], (name, who, answer)
                    assert not (answer["data"] or {}).get(name)


@pytest.mark.parametrize("part", range(6))
def test_who_may_write_what(world: World, primed: Things, part: int) -> None:
    for name in sorted(MUTATIONS)[part::6]:
        row = MUTATIONS[name]
        given = row.given(primed)
        with nothing_changes(but=COUNTED):
            for who in ("", *world.users):
                if who not in row.may:
                    wanted = DENIED.get(who, "PERMISSION_DENIED")
                    assert world.code(who, name, **given) == wanted, (name, who)
            if row.stranger:
                assert world.code(row.stranger, name, **given) == row.code, name
        for who in row.may:
            with transaction.atomic():
                codes = {each["code"] for each in world.do(who, name, **given)["errors"]}
                transaction.set_rollback(True)
            assert not codes & {"PERMISSION_DENIED", "SIGN_IN"}, (name, who)


def test_what_is_anothers_reads_as_nothing(world: World, primed: Things) -> None:
    one = f'{{ case(number: "{primed.submitted}") {{ number }} }}'
    for who, sees in (
        ("member", True),
        ("crp", True),
        ("stranger", False),
        ("inspector", False),
        ("admin", True),
    ):
        assert (world.data(who, one) is not None) is sees, who
    assert world.data("other", f"{{ visit(number: {primed.visit}) {{ id }} }}") is None
    assert world.data("inspector", f"{{ visit(number: {primed.visit}) {{ id }} }}") == {"id": primed.visit}
    mine = "{ myCases(first: 50) { edges { node { groupCode officer { name } } } } }"
    assert world.data("stranger", mine)["edges"] == []
    held = world.data("member", mine)["edges"]
    assert {each["node"]["groupCode"] for each in held} == {"KZ09"}
    assert all(each["node"]["officer"] is None for each in held)
    assert (
        world.data("other", f'{{ caseFile(number: "{primed.submitted}") {{ case {{ number }} }} }}') is None
    )
