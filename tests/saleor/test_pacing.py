"""When is asked again, as a table."""

from datetime import UTC, datetime

import pytest

from commerce.saleor.operation_kind import Kind, kind_of
from commerce.saleor.pacing import Failure, Patience, pause_before_next, retry_after_seconds

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
REFUSED_AT_THE_DOOR = Failure("no connection", may_have_acted=False, passing=True)
CUT = Failure("the answer was cut", may_have_acted=True, passing=True)
TOO_SLOW = Failure("time ran out", may_have_acted=True, passing=False)
TOLD_TO_WAIT = Failure("status 429", may_have_acted=False, passing=True, busy=True, retry_after_seconds=3.0)
BUSY = Failure("status 429", may_have_acted=False, passing=True, busy=True)


@pytest.mark.parametrize(
    ("failure", "kind", "tries", "remaining", "expected"),
    [
        (REFUSED_AT_THE_DOOR, Kind.QUERY, 1, 8, 0.15),
        (REFUSED_AT_THE_DOOR, Kind.QUERY, 2, 8, 0.3),
        (REFUSED_AT_THE_DOOR, Kind.QUERY, 3, 8, None),
        (REFUSED_AT_THE_DOOR, Kind.MUTATION, 1, 20, 0.15),
        (REFUSED_AT_THE_DOOR, Kind.QUERY, 1, 0.1, None),
        (CUT, Kind.QUERY, 1, 8, 0.15),
        (CUT, Kind.MUTATION, 1, 20, None),
        (TOO_SLOW, Kind.QUERY, 1, 8, None),
        (TOO_SLOW, Kind.MUTATION, 1, 20, None),
        (TOLD_TO_WAIT, Kind.MUTATION, 1, 20, 3.1),
        (TOLD_TO_WAIT, Kind.MUTATION, 5, 4, 3.1),
        (TOLD_TO_WAIT, Kind.QUERY, 1, 3, None),
        (BUSY, Kind.MUTATION, 1, 20, 1.0),
        (BUSY, Kind.MUTATION, 2, 20, 2.0),
        (BUSY, Kind.MUTATION, 3, 20, None),
    ],
)
def test_the_pause(
    failure: Failure, kind: Kind, tries: int, remaining: float, expected: float | None
) -> None:
    pause = pause_before_next(
        failure,
        kind=kind,
        tries=tries,
        remaining_seconds=remaining,
        patience=Patience(),
        chance=lambda: 0.5,
    )
    assert pause == pytest.approx(expected) if expected is not None else pause is None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after(header: str | None, expected: float | None) -> None:
    assert retry_after_seconds(header, now=NOW) == expected


@pytest.mark.parametrize(
    ("document", "name", "kind"),
    [
        ("{ shop { name } }", None, Kind.QUERY),
        ("query Shop { shop { name } }", "Shop", Kind.QUERY),
        ("# mutation\nquery mutation { mutation: shop { name } }", None, Kind.QUERY),
        ("mutation M { a } query Q { b }", "M", Kind.MUTATION),
        ("mutation M { a } query Q { b }", "Q", Kind.QUERY),
        ("fragment F on Query { a } mutation { ...F }", None, Kind.MUTATION),
    ],
)
def test_what_an_operation_is(document: str, name: str | None, kind: Kind) -> None:
    assert kind_of(document, name) is kind


def test_two_operations_without_a_name_are_neither() -> None:
    with pytest.raises(ValueError, match="no single operation"):
        kind_of("mutation M { a } query Q { b }", None)
    with pytest.raises(ValueError, match="no single operation Z"):
        kind_of("query Q { b }", "Z")
