"""The same for many: each by itself, and as much of all as the policy lets stand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.db import transaction

from commerce.embedded.engine.errors import Refusal

ROWS_MAX: Final = 100
T = TypeVar("T")


@dataclass
class Outcome(Generic[T]):
    """What became of one row: the object, or why there is none."""

    made: T | None
    errors: list[dict[str, Any]]


class _Nothing(Exception):
    """One is faulty and all go together."""


def each_of(
    rows: Sequence[Any], do: Callable[[Any], T], *, policy: str | None, codes: frozenset[str], field: str
) -> list[Outcome[T]]:
    """
    Return the outcome of ``do`` for each row, in order.

    REJECT_EVERYTHING (the rule where none is given) undoes all where one is refused; the other policies keep
    what was not. A refusal's code that the mutation does not know becomes INVALID.

    Raises:
        Refusal: INVALID for more rows than one call takes.
    """
    if len(rows) > ROWS_MAX:
        raise Refusal(f"At most {ROWS_MAX} at once.", code="INVALID", field=field)
    outcomes: list[Outcome[T]] = []
    try:
        with transaction.atomic():
            for at, row in enumerate(rows):
                outcomes.append(_one(row, do, at, codes))
            if (policy or "REJECT_EVERYTHING") == "REJECT_EVERYTHING" and any(one.errors for one in outcomes):
                raise _Nothing
    except _Nothing:
        return [Outcome(None, one.errors) for one in outcomes]
    return outcomes


def _one(row: Any, do: Callable[[Any], T], at: int, codes: frozenset[str]) -> Outcome[T]:
    try:
        with transaction.atomic():
            return Outcome(do(row), [])
    except Refusal as refusal:
        return Outcome(
            None,
            [
                {
                    **entry,
                    "code": entry["code"] if entry["code"] in codes else "INVALID",
                    "path": entry["field"],
                    "index": at,
                }
                for entry in refusal.entries
            ],
        )
