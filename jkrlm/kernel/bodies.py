"""What a request carries in its body, read no further than it may be long."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest


def body_of(request: HttpRequest, most: int) -> bytes:
    """
    Return a body of at most ``most`` bytes: one of photographs may be longer than any form.

    Raises:
        RequestDataTooBig: it is longer.
    """
    data: bytes = request.read(most + 1)
    if len(data) > most:
        raise RequestDataTooBig
    return data


def object_of(request: HttpRequest, most: int) -> dict[str, Any]:
    """
    Return a body that is an object in JSON; an empty one where it is none.

    Raises:
        RequestDataTooBig: it is longer than ``most`` bytes.
    """
    try:
        found = json.loads(body_of(request, most))
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}
