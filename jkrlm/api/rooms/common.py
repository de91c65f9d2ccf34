"""Who asks."""

from typing import Any

from jkrlm.api.binding import ANYBODY, query
from jkrlm.api.caller import Caller


@query("me", ANYBODY)
def me(caller: Caller) -> dict[str, Any] | None:
    if caller.user is None:
        return None
    return {
        "id": caller.user.pk,
        "name": caller.user.name,
        "roles": sorted(role.value for role in caller.roles),
        "groups": list(caller.acting.group_codes) if caller.acting else [],
    }
