"""Reading channels."""

from collections.abc import Iterable
from typing import Any

from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.ids import pk_of


def channel_by(*, gid: str | None = None, slug: str | None = None) -> Channel | None:
    """Return the channel with this global id or slug."""
    if gid is not None:
        return Channel.objects.filter(pk=pk_of(gid, "Channel")).first()
    return Channel.objects.filter(slug=slug).first() if slug else None


def channels_of(owners: Iterable[Any]) -> dict[Any, Channel]:
    """Return the channel of each owner (anything with ``channel_id``) by the owner's pk; one query."""
    owners = list(owners)
    found = Channel.objects.in_bulk({owner.channel_id for owner in owners})
    return {owner.pk: found[owner.channel_id] for owner in owners}


def only_channel() -> Channel | None:
    """Return the active channel where there is exactly one: the one meant when nobody names any."""
    active = list(Channel.objects.filter(is_active=True)[:2])
    return active[0] if len(active) == 1 else None
