"""
Events that ask somebody to write to a person, and what they lead to.

Whether there is such a person must not show: for nobody the same is done, and thrown away.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Final
from urllib.parse import urlencode, urlsplit

from django.db import transaction
from django.utils.crypto import get_random_string

from commerce.embedded.account.models import User
from commerce.embedded.channel.models import Channel
from commerce.embedded.channel.selectors import channel_by, only_channel
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.webhook.services import emit


def with_parameters(url: str, **parameters: str) -> str:
    """Return the address with these added to its query."""
    split = urlsplit(url)
    query = "&".join(part for part in (split.query, urlencode(parameters)) if part)
    return split._replace(query=query).geturl()


def ask_for_letter(
    event: str, *, user: User, channel: Channel | None, token: str, url: str, **more: Any
) -> None:
    """Tell those who write mails, in the caller's transaction."""
    emit(event, user=user, channel=channel, token=token, redirect_url=url, shop=SHOP, **more)


def channel_for_letters(slug: str | None) -> Channel:
    """
    Return the channel in whose name a mail is written; the only one where none is named.

    Raises:
        Refusal: MISSING_CHANNEL_SLUG, NOT_FOUND, CHANNEL_INACTIVE.
    """
    if not slug:
        channel = only_channel()
        if channel is None:
            raise Refusal("You need to provide channel slug.", code="MISSING_CHANNEL_SLUG", field="channel")
        return channel
    channel = channel_by(slug=slug)
    if channel is None:
        raise Refusal(f"Channel with '{slug[:200]}' slug does not exist.", code="NOT_FOUND", field="channel")
    if not channel.is_active:
        raise Refusal(f"Channel with '{slug}' is inactive.", code="CHANNEL_INACTIVE", field="channel")
    return channel


@contextmanager
def thrown_away() -> Iterator[User]:
    """Give somebody, not saved, for whom all is done that would be done for a user; nothing remains."""
    with transaction.atomic():
        yield User(email=f"{get_random_string(24).lower()}@nobody.invalid")
        transaction.set_rollback(True)


class Shop:
    """The store itself, as ``shop`` shows it: all of it is settings."""

    pk = 1
    metadata: ClassVar[dict[str, str]] = {}
    private_metadata: ClassVar[dict[str, str]] = {}


SHOP: Final = Shop()
