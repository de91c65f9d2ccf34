"""What is given about a person or an address, checked and put into columns."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from commerce.embedded.account.models import Address, User
from commerce.embedded.account.services.addresses import validated_address
from commerce.embedded.engine.errors import Refusal

_LENGTHS: Final = {"first_name": 256, "last_name": 256, "external_reference": 250, "note": 10_000}
_FIELDS: Final = {
    "first_name": "firstName",
    "last_name": "lastName",
    "external_reference": "externalReference",
    "note": "note",
}


def clean_email(email: str | None, *, field: str = "email") -> str:
    """
    Return the address in lower case, without surrounding space.

    Raises:
        Refusal: REQUIRED, INVALID.
    """
    found = (email or "").strip().lower()
    if not found:
        raise Refusal("This field cannot be blank.", code="REQUIRED", field=field)
    try:
        validate_email(found)
    except ValidationError:
        raise Refusal("Enter a valid email address.", code="INVALID", field=field) from None
    if len(found) > 254 or "\x00" in found:
        raise Refusal("Enter a valid email address.", code="INVALID", field=field)
    return found


def write_texts(user: User, given: Mapping[str, Any]) -> None:
    """
    Put names, note and reference into the user, as far as they are given.

    Raises:
        Refusal: INVALID for a text that is too long, or holds what a text cannot hold.
    """
    for name, longest in _LENGTHS.items():
        if name not in given:
            continue
        value = (given[name] or "").strip()
        if len(value) > longest:
            message = f"Ensure this value has at most {longest} characters (it has {len(value)})."
            raise Refusal(message, code="INVALID", field=_FIELDS[name])
        if "\x00" in value:
            raise Refusal("Null characters are not allowed.", code="INVALID", field=_FIELDS[name])
        setattr(user, name, (value or None) if name == "external_reference" else value)


def write_metadata(user: User | Address, given: Mapping[str, Any]) -> bool:
    """
    Merge the given metadata into the object; returns whether any was given.

    Raises:
        Refusal: REQUIRED for an empty key.
    """
    written = False
    for field in ("metadata", "private_metadata"):
        for item in given.get(field) or ():
            if not item["key"].strip():
                name = "privateMetadata" if field == "private_metadata" else "metadata"
                raise Refusal("Metadata key cannot be empty.", code="REQUIRED", field=name)
            getattr(user, field)[item["key"]] = item["value"]
            written = True
    return written


def clean_address(given: Mapping[str, Any], *, address_type: str | None = None) -> dict[str, Any]:
    """
    Return the columns of an address.

    Raises:
        Refusals: the faulty fields, each with its code.
    """
    return validated_address(given, address_type=address_type)


def clean_redirect(url: str | None, *, field: str = "redirectUrl") -> str:
    """
    Return the address to which a mail will lead: only to hosts that are ours (``ALLOWED_CLIENT_HOSTS``).

    Raises:
        Refusal: REQUIRED, INVALID.
    """
    if not url:
        raise Refusal("This field is required.", code="REQUIRED", field=field)
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or "\\" in url or parts.username is not None:
        raise Refusal("Invalid URL. Please check if URL is in RFC 1808 format.", code="INVALID", field=field)
    if not any(_matches(host, allowed) for allowed in _allowed_hosts()):
        raise Refusal(
            f"{host[:200]} is not allowed. Please check `ALLOWED_CLIENT_HOSTS` configuration.",
            code="INVALID",
            field=field,
        )
    return url


def _allowed_hosts() -> list[str]:
    """Return what the settings say; our own pages may always be led to, in the demo this machine's too."""
    own = urlsplit(settings.PUBLIC_URL).hostname or ""
    return [*settings.ALLOWED_CLIENT_HOSTS, own, *(("localhost", "127.0.0.1") if settings.DEMO else ())]


def _matches(host: str, allowed: str) -> bool:
    """Return whether a host is the allowed one, or under it where that begins with a dot."""
    return host == allowed or (allowed.startswith(".") and (host.endswith(allowed) or host == allowed[1:]))


def touched(user: User, now: datetime, *columns: str) -> list[str]:
    """Note the moment of a change; returns the columns to save."""
    user.updated_at = now
    return [*columns, "updated_at"]
