"""The tree of refusals.

    DomainError                 something a person or a client asked for is refused
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
