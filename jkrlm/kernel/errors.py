"""The tree of refusals.

    DomainError                 something a person or a client asked for is refused
    ├── TryLater                nothing is wrong with what was asked: who must answer it cannot now
    └── (each room's own, named for the refusal, beside the function that raises it)

Everything that is not a DomainError is a bug: it is logged once and answered with 500.
"""

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """A refusal with a code for machines and a sentence for people."""

    code: str = "INVALID"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        field: str | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.field = field
        self.params: dict[str, Any] = dict(params or {})


class TryLater(DomainError):
    """
    The other side does not answer, and may answer the same later.

    The relay repeats what ends so for a day before it counts as failed. ``retry_in_seconds`` is when the
    other side said to come back, None where it said nothing.
    """

    code = "TRY_LATER"
    retry_in_seconds: float | None = None
