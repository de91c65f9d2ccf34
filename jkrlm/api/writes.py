"""A write: by whom, once for its key, in one transaction; a refusal is in the payload and changed nothing."""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db import DataError, transaction
from django.utils.translation import gettext as _

from jkrlm.api.binding import RESOLVERS, Whom, check_texts
from jkrlm.api.caller import Caller
from jkrlm.api.errors import BadInput, KeyTaken
from jkrlm.api.models import Act
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError

logger = logging.getLogger(__name__)
Write = Callable[..., object]
Show = Callable[[Caller, str], Any]
#: Mutation -> who may; the table that tests read.
WRITERS: Final[dict[str, Whom]] = {}


def write(name: str, whom: Whom, payload: str, show: Show) -> Callable[[Write], Write]:
    """
    Bind ``act(caller, key, **arguments)`` to a mutation. It returns what names its outcome, for ``show``.

    ``key`` is derived from the caller's, and safe to hand to a service that has keys of its own.
    """

    def wrap(act: Write) -> Write:
        def resolve(_source: Any, info: Any, *, key: UUID, **arguments: Any) -> dict[str, Any]:
            caller: Caller = info.context
            try:
                whom.refuse(caller)
                check_texts(arguments)
                ref = _once(name, caller, key, arguments, act)
            except DomainError as refusal:
                return {payload: None, "errors": told(refusal)}
            except DataError as refusal:
                logger.warning("%s: %s", name, refusal)
                bad = BadInput(_("A text is too long, or a number too large."))
                return {payload: None, "errors": told(bad)}
            return {payload: _shown(show, caller, ref), "errors": []}

        RESOLVERS["Mutation", name] = resolve
        WRITERS[name] = whom
        return act

    return wrap


def told(refusal: DomainError) -> list[dict[str, Any]]:
    """Return a refusal as the payload's errors: one, or one for each field."""
    by_field: Mapping[str, str] = getattr(refusal, "errors", {})
    if isinstance(by_field, Mapping) and by_field:
        return [
            {"code": refusal.code, "field": name or None, "message": str(words)}
            for name, words in by_field.items()
        ]
    return [{"code": refusal.code, "field": refusal.field, "message": str(refusal.message)}]


def _once(name: str, caller: Caller, key: UUID, arguments: Mapping[str, Any], act: Write) -> str:
    user = caller.person()
    digest = hashlib.sha256(json.dumps([name, arguments], sort_keys=True, default=str).encode()).hexdigest()
    with transaction.atomic():
        row, is_new = Act.objects.get_or_create(
            user=user, key=key, defaults={"name": name, "digest": digest, "at": clock.now()}
        )
        if not is_new:
            if row.digest != digest:
                raise KeyTaken(_("This key was sent before, with something else."), field="key")
            return row.ref
        row.ref = str(act(caller, caller.key(key), **arguments))
        row.save(update_fields=("ref",))
        return row.ref


def _shown(show: Show, caller: Caller, ref: str) -> Any:
    """What was done is done, whether its outcome can be read by her or not."""
    try:
        return show(caller, ref)
    except DomainError:
        return None
