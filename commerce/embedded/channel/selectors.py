"""Reading channels."""

from collections.abc import Iterable
from typing import Any, Final

from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.ids import pk_of
from commerce.embedded.engine.remembered import own, remembered, remembered_rows
from jkrlm.kernel.statements import Statement

_COUNTRIES: Final = Statement(
    "SELECT sells.channel_id, unnest(zone.countries) FROM store_shipping_shippingzone zone"
    " JOIN store_shipping_shippingzone_channels sells ON sells.shippingzone_id = zone.id"
    " WHERE sells.channel_id = ANY(%(channels)s::bigint[])"
)


def channel_by(*, gid: str | None = None, slug: str | None = None) -> Channel | None:
    """Return the channel with this global id or slug."""
    if gid is not None:
        pk = pk_of(gid, "Channel")
        return remembered_rows(Channel, [pk]).get(pk)
    if not slug:
        return None
    found = remembered("channels by slug", [slug], lambda _: {row.slug: row for row in Channel.objects.all()})
    return own(found[slug]) if slug in found else None


def channels_of(owners: Iterable[Any]) -> dict[Any, Channel]:
    """Return the channel of each owner (anything with ``channel_id``) by the owner's pk."""
    owners = list(owners)
    found = remembered_rows(Channel, {owner.channel_id for owner in owners})
    return {owner.pk: found[owner.channel_id] for owner in owners}


def warehouses_of_channels(channels: Iterable[Channel]) -> dict[int, list[Any]]:
    """Return the warehouses that each channel sells from, by slug; one query."""
    found: dict[int, list[Any]] = {channel.pk: [] for channel in channels}
    links = Channel.warehouses.through.objects.filter(channel_id__in=found).select_related("warehouse")
    for link in links.order_by("warehouse__slug"):
        found[link.channel_id].append(link.warehouse)
    return found


def only_channel() -> Channel | None:
    """Return the active channel where there is exactly one: the one meant when nobody names any."""

    def active(_: set[str]) -> dict[str, list[Channel]]:
        return {"active": list(Channel.objects.filter(is_active=True)[:2])}

    found = remembered("active channels", ["active"], active)["active"]
    return own(found[0]) if len(found) == 1 else None


def countries_of_channels(channels: Iterable[Channel]) -> dict[int, list[str]]:
    """Return the codes of the countries that each channel sends to, in their order; one query."""
    found: dict[int, set[str]] = {channel.pk: set() for channel in channels}
    for pk, code in _COUNTRIES.rows(channels=list(found)):
        found[pk].add(code)
    return {pk: sorted(codes) for pk, codes in found.items()}
