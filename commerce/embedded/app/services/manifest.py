"""An app's manifest: fetched, and judged before anything of it is kept."""

import json
import secrets
from typing import Any, Final

from commerce.embedded.account.permissions import PERMISSIONS
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.webhook.manage import WEBHOOKS_MAX, checked_url, custom_headers
from commerce.embedded.webhook.posting import MANIFEST_BYTES_MAX, VERSION, call
from commerce.embedded.webhook.subscriptions import BadSubscription, read

_TEXTS: Final = ("about", "appUrl", "homepageUrl", "supportUrl", "dataPrivacyUrl", "author", "audience")
_LONGEST: Final = {"about": 10_000, "author": 60}


def _bad(message: str, field: str | None = None) -> Refusal:
    return Refusal(message, code="INVALID_MANIFEST_FORMAT", field=field)


def fetch_manifest(url: str) -> dict[str, Any]:
    """
    Return the manifest at this address, judged, with names as the engine reads them.

    Raises:
        Refusal: INVALID_URL_FORMAT, MANIFEST_URL_CANT_CONNECT, INVALID_MANIFEST_FORMAT,
            INVALID_PERMISSION, INVALID_CUSTOM_HEADERS.
    """
    checked_url(url, field="manifestUrl", code="INVALID_URL_FORMAT")
    answer = call("GET", url, headers={"Saleor-Schema-Version": VERSION}, most=MANIFEST_BYTES_MAX)
    if not answer.is_good:
        raise Refusal("Unable to fetch manifest data.", code="MANIFEST_URL_CANT_CONNECT", field="manifestUrl")
    try:
        found = json.loads(answer.text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise _bad("Incorrect structure of manifest.", "manifestUrl")
    return judged(found)


def judged(found: dict[str, Any]) -> dict[str, Any]:
    """
    Return of a manifest what the store keeps or shows.

    Raises:
        Refusal: see ``fetch_manifest``.
    """
    texts = {name: _text(found, name) for name in ("id", "version", "name")}
    for name, value in texts.items():
        if not value:
            raise Refusal("Field required.", code="REQUIRED", field="identifier" if name == "id" else name)
    tokens = found.get("tokenTargetUrl")
    if tokens:
        checked_url(_text(found, "tokenTargetUrl"), field="tokenTargetUrl", code="INVALID_URL_FORMAT")
    return {
        "identifier": texts["id"],
        "version": texts["version"],
        "name": texts["name"],
        "token_target_url": tokens or None,
        "permissions": _permissions(found.get("permissions")),
        "webhooks": _webhooks(found.get("webhooks")),
        **{_snake(name): _text(found, name) or None for name in _TEXTS},
    }


def _snake(name: str) -> str:
    return "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in name)


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    if value is None:
        return ""
    longest = _LONGEST.get(name, 255 if name.endswith("Url") else 60)
    if name == "id":
        longest = 256
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise _bad(f"{name} must be text of at most {longest} characters.", name)
    return value.strip()


def _permissions(given: Any) -> list[str]:
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise _bad("permissions must be a list of names.", "permissions")
    unknown = sorted(set(given) - set(PERMISSIONS) | ({"MANAGE_APPS"} & set(given)))
    if unknown:
        raise Refusal(
            f"Given permissions don't exist: {', '.join(unknown)[:200]}.",
            code="INVALID_PERMISSION",
            field="permissions",
        )
    return sorted(set(given))


def _webhooks(given: Any) -> list[dict[str, Any]]:
    if given is None:
        return []
    if not isinstance(given, list) or len(given) > WEBHOOKS_MAX:
        raise _bad(f"webhooks must be a list of at most {WEBHOOKS_MAX}.", "webhooks")
    made = [_webhook(each) for each in given]
    names = [each["name"] for each in made]
    if len(set(names)) < len(names):
        raise _bad("The names of webhooks must differ.", "webhooks")
    return made


def _webhook(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _bad("A webhook must be an object.", "webhooks")
    events = {}
    for name in ("asyncEvents", "syncEvents"):
        listed = given.get(name) or []
        if not isinstance(listed, list) or not all(
            isinstance(each, str) and len(each) < 64 for each in listed
        ):
            raise _bad(f"{name} must be a list of names.", "webhooks")
        events[_snake(name)] = [each.upper() for each in listed]
    query = given.get("query")
    if not isinstance(query, str) or not query.strip():
        raise _bad("A webhook needs a subscription query.", "webhooks")
    if events["async_events"]:
        # What asks for an answer is never asked here, so its document need not be one of ours.
        try:
            read(query)
        except BadSubscription as fault:
            raise _bad(f"Subscription query is not valid: {fault}"[:500], "webhooks") from None
    url = _text(given, "targetUrl")
    return {
        "name": _text({"name": given.get("name") or secrets.token_hex(4)}, "name"),
        "query": query,
        "target_url": checked_url(url, field="webhooks", code="INVALID_URL_FORMAT"),
        "is_active": given.get("isActive") is not False,
        "custom_headers": custom_headers(given.get("customHeaders") or {}),
        **events,
    }
