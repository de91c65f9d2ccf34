"""Identifiers: the store's global ids, and secrets that stand for a right to look."""

import base64
import binascii
import secrets
from typing import Any

from django.db import models

from jkrlm.kernel.errors import DomainError


class BadGlobalId(DomainError):
    """The text is not a global id of the store, or of another type than asked for."""

    code = "GRAPHQL_ERROR"


def global_id(type_name: str, pk: object) -> str:
    """Return the store's global id: base64 of ``Type:pk``, as Saleor writes it."""
    return base64.b64encode(f"{type_name}:{pk}".encode()).decode("ascii")


def parse_global_id(value: str) -> tuple[str, str]:
    """
    Return (type name, pk as text).

    Raises:
        BadGlobalId: not base64 of ``Type:pk``.
    """
    try:
        type_name, _, pk = base64.b64decode(value, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        type_name, pk = "", ""
    if not type_name or not pk or "\x00" in pk:
        raise BadGlobalId(f"Invalid ID: {value[:100]}", field="id")
    return type_name, pk


def new_token() -> str:
    """Return 128 random bits, url-safe, 22 characters."""
    return secrets.token_urlsafe(16)


class StoreIdField(models.CharField):
    """
    An id of the store kept by a room.

    A field of its own so that a move between stores can find and rewrite every one of them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 128)
        super().__init__(*args, **kwargs)
