"""
How the API refuses.

    Exception
    ├── BadRequest        the request is no GraphQL request, or is over a limit: HTTP 4xx
    └── DomainError
        ├── Denied        she may not: of a query an error beside the data, of a write in its payload
        ├── BadInput      a page size, a cursor or a text that cannot be
        └── KeyTaken      this key was used for another write
"""

from django.utils.translation import gettext as _

from jkrlm.kernel.errors import DomainError


class BadRequest(Exception):
    """Says why in a sentence; ``code`` stands in the error's extensions, as Saleor's do."""

    def __init__(
        self, message: str, status: int = 400, code: str = "GraphQLError", retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.retry_after = retry_after


class Denied(DomainError):
    code = "PERMISSION_DENIED"

    def __init__(self, *, is_known: bool) -> None:
        if is_known:
            super().__init__(_("This is not for your role."))
        else:
            super().__init__(_("Sign in, or send a token."), code="SIGN_IN")


class BadInput(DomainError):
    code = "BAD_INPUT"


class KeyTaken(DomainError):
    code = "KEY_TAKEN"
