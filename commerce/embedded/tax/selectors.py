"""Reading how a channel is taxed."""

from collections.abc import Iterable

from commerce.embedded.channel.models import Channel
from commerce.embedded.tax.models import TaxConfiguration


def configurations(channels: Iterable[Channel]) -> dict[int, TaxConfiguration]:
    """Return each channel's configuration by channel id; the defaults where no row exists. One query."""
    ids = [channel.pk for channel in channels]
    known = {row.pk: row for row in TaxConfiguration.objects.filter(pk__in=ids)}
    return {pk: known.get(pk) or TaxConfiguration(channel_id=pk) for pk in ids}


def configuration(channel: Channel) -> TaxConfiguration:
    """Return one channel's configuration. One query."""
    return configurations([channel])[channel.pk]
