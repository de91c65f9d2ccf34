"""What can go wrong at the seam.

DomainError
├── StoreRefused             the store said no: code, field and sentence of the first error
├── TryLater
│   └── StoreUnavailable     no answer from the store; try again
│       └── StoreMisconfigured   it will not answer until a setting is mended
└── WrongStore               the database belongs to another store
CalledInsideTransaction      a bug of ours: what the store does cannot be rolled back with us
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jkrlm.kernel.errors import DomainError, TryLater


@dataclass(frozen=True)
class StoreError:
    """One entry of a mutation's ``errors``."""

    code: str
    message: str
    field: str | None = None
    variants: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


class StoreRefused(DomainError):
    """The store refused; ``errors`` holds every entry."""

    def __init__(self, errors: Sequence[StoreError]) -> None:
        first = errors[0]
        super().__init__(first.message, code=first.code, field=first.field)
        self.errors = tuple(errors)


class StoreUnavailable(TryLater):
    """
    The store gave no answer; trying again may help.

    ``sent`` is True where a write was on its way: the store may have carried it out or may not, so what is
    sent again must be safe to repeat. False: nothing has changed in the store.
    """

    code = "STORE_UNAVAILABLE"

    def __init__(self, message: str, *, sent: bool = False, retry_in_seconds: float | None = None) -> None:
        super().__init__(message)
        self.sent = sent
        self.retry_in_seconds = retry_in_seconds


class StoreMisconfigured(StoreUnavailable):
    """The store will not answer us until a person mends a setting; the sentence says which."""

    code = "STORE_MISCONFIGURED"


class WrongStore(DomainError):
    """This database keeps ids of another store."""

    code = "WRONG_STORE"


class CalledInsideTransaction(RuntimeError):
    """The store was called while a transaction of ours was open."""

    def __init__(self, operation: str) -> None:
        super().__init__(
            f"{operation}: the store must not be called inside a transaction of ours, because what it "
            "does cannot be rolled back with us. Commit first, or leave an outbox row."
        )


def store_errors(errors: Sequence[Any]) -> tuple[StoreError, ...]:
    """Return the client's error models as ours."""
    return tuple(
        StoreError(
            code=str(getattr(error.code, "value", error.code)),
            message=error.message or "",
            field=error.field,
            variants=tuple(getattr(error, "variants", None) or ()),
            lines=tuple(getattr(error, "lines", None) or ()),
        )
        for error in errors
    )


def refuse_on(errors: Sequence[Any]) -> None:
    """Raise StoreRefused when a mutation's payload carries errors."""
    if errors:
        raise StoreRefused(store_errors(errors))
