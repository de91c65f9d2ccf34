"""How a mutation refuses, in Saleor's shape."""

from typing import Any


class Refusal(Exception):
    """
    One entry of a mutation's ``errors``: code, sentence, field, and what else its type has.

    Extra members are given by keyword (``variants=[...]``, ``lines=[...]``, ``address_type="SHIPPING"``).
    """

    def __init__(self, message: str, *, code: str, field: str | None = None, **extra: Any) -> None:
        super().__init__(message)
        self.entries: list[dict[str, Any]] = [{"message": message, "code": code, "field": field, **extra}]


class Refusals(Refusal):
    """Several entries at once, for instance of one address."""

    def __init__(self, refusals: list[Refusal]) -> None:
        Exception.__init__(self, "; ".join(str(refusal) for refusal in refusals))
        self.entries = [entry for refusal in refusals for entry in refusal.entries]


class PermissionDenied(Exception):
    """The caller lacks every permission that would open this path; ``message`` says more where it can."""

    code = "PermissionDenied"

    def __init__(self, permissions: list[str], message: str | None = None) -> None:
        names = ", ".join(sorted(permissions))
        super().__init__(
            message
            or (
                f"To access this path, you need one of the following permissions: {names}"
                if permissions
                else "You do not have permission to perform this action"
            )
        )


class BadInput(Exception):
    """A query asks for something that cannot be answered (a page size, an id)."""

    code = "GraphQLError"


class LimitExceeded(Exception):
    """The document is larger, deeper or dearer than this store answers."""

    code = "QueryCostError"


class BadToken(BadInput):
    """The caller's token is not, or no longer, one of ours; ``code`` is Saleor's name for it."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code
