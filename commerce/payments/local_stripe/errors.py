"""Refusals in Stripe's shape."""

from typing import Any


class Refusal(Exception):
    """A request is refused; ``answer`` is Stripe's error object."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        error: dict[str, Any] = {"message": message, "type": kind}
        if code is not None:
            error["code"] = code
        if param is not None:
            error["param"] = param
        self.answer: dict[str, Any] = {"error": error}


def missing(kind: str, identifier: str) -> Refusal:
    """Return Stripe's 404 for an object that is not there."""
    return Refusal(f"No such {kind}: '{identifier[:100]}'", status=404, code="resource_missing", param="id")
