"""Stripe's form encoding: ``line_items[0][price_data][currency]=inr``, and typed reading of it."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from commerce.payments.local_stripe.errors import Refusal

Params = dict[str, Any]

FIELDS_MAX = 400
DEPTH_MAX = 6
_NAME = re.compile(r"^([A-Za-z0-9_]+)((?:\[[A-Za-z0-9_.\-]*\])*)$")


def decode(text: str) -> Params:
    """
    Return nested dictionaries; lists stay dictionaries keyed "0", "1" … (see ``rows``).

    Raises:
        Refusal: too many fields, too deep, a malformed name, or a name used both ways.
    """
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except ValueError as error:
        raise Refusal("The request body is not form-encoded UTF-8, or has too many fields.") from error
    params: Params = {}
    for name, value in pairs:
        _put(params, name, value)
    return params


def _put(params: Params, name: str, value: str) -> None:
    found = _NAME.match(name)
    if found is None or "\x00" in value:
        raise Refusal(f"Invalid parameter name or value: {name[:80]}")
    path = [found[1], *re.findall(r"\[([^\]]*)\]", found[2])]
    if len(path) > DEPTH_MAX:
        raise Refusal(f"Too many levels: {name[:80]}")
    here = params
    for step in path[:-1]:
        inner = here.setdefault(step or str(len(here)), {})
        if not isinstance(inner, dict):
            raise Refusal(f"{name[:80]} is given both as a value and as an object")
        here = inner
    last = path[-1] or str(len(here))
    if isinstance(here.get(last), dict):
        raise Refusal(f"{name[:80]} is given both as a value and as an object")
    here[last] = value


def rows(params: Params, name: str) -> list[Any]:
    """Return a list parameter in order, however its indexes were written."""
    value = params.get(name, {})
    if not isinstance(value, dict):
        raise Refusal(f"Invalid array: {name}", param=name)
    if not all(key.isdigit() and len(key) < 6 for key in value):
        raise Refusal(f"Invalid array: {name}", param=name)
    return [value[key] for key in sorted(value, key=int)]


def known(params: Params, *names: str) -> None:
    """Refuse a parameter that this server does not know, as Stripe does."""
    for name in params:
        if name not in names:
            raise Refusal(
                f"Received unknown parameter: {name[:80]}", code="parameter_unknown", param=name[:80]
            )


def text(params: Params, name: str, *, longest: int = 500, default: str | None = None) -> str | None:
    value = params.get(name, default)
    if value is None or value == "":
        return default
    if not isinstance(value, str):
        raise Refusal(f"Invalid string: {name}", param=name)
    if len(value) > longest:
        raise Refusal(f"{name} is longer than {longest} characters", param=name)
    return value


def required(params: Params, name: str, *, longest: int = 500) -> str:
    value = text(params, name, longest=longest)
    if value is None:
        raise Refusal(f"Missing required param: {name}.", code="parameter_missing", param=name)
    return value


def integer(params: Params, name: str, *, default: int | None = None) -> int | None:
    value = text(params, name, longest=20)
    if value is None:
        return default
    if not re.fullmatch(r"-?[0-9]{1,18}", value):
        raise Refusal(f"Invalid integer: {value}", code="parameter_invalid_integer", param=name)
    return int(value)


def web_address(params: Params, name: str) -> str | None:
    value = text(params, name, longest=2048)
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or any(ord(character) < 33 for character in value):
        raise Refusal("Not a valid URL", code="url_invalid", param=name)
    return value


def metadata(params: Params, name: str = "metadata") -> dict[str, str]:
    """Return at most 50 pairs, keys to 40 and values to 500 characters, as Stripe takes them."""
    value = params.get(name, {})
    if value == "":
        return {}
    if not isinstance(value, dict) or len(value) > 50:
        raise Refusal(f"Invalid object: {name}", param=name)
    for key, entry in value.items():
        if not isinstance(entry, str) or len(entry) > 500 or len(key) > 40:
            raise Refusal(f"{name}: keys to 40, values to 500 characters", param=name)
    return dict(value)
