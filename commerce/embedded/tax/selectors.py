"""Reading how a channel is taxed."""

from collections.abc import Iterable
from typing import Final

from commerce.embedded.channel.models import Channel
from commerce.embedded.tax.models import TaxConfiguration
from jkrlm.kernel.statements import Rows, array

_CONFIGURATIONS: Final = Rows(TaxConfiguration, "it.channel_id = ANY(%(channels)s::bigint[])")


def configurations(channels: Iterable[Channel]) -> dict[int, TaxConfiguration]:
    """Return each channel's configuration by channel id; the defaults where no row exists. One query."""
    ids = [channel.pk for channel in channels]
    known = _CONFIGURATIONS.by_pk(channels=array(ids))
    return {pk: known.get(pk) or TaxConfiguration(channel_id=pk) for pk in ids}


def configuration(channel: Channel) -> TaxConfiguration:
    """Return one channel's configuration. One query."""
    return configurations([channel])[channel.pk]
