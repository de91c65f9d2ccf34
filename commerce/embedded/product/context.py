"""
In which channel an object is shown.

Prices and availability have no meaning outside a channel. Whoever reads products or variants for a
channel says so once with `show_in`; what is reached from there is shown in the same channel.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from commerce.embedded.channel.models import Channel

T = TypeVar("T")
_KEY = "_shown_in"


def show_in(items: Iterable[T], channel: Channel | None) -> Iterable[T]:
    """Mark objects as shown in the channel, and return them."""
    for item in items:
        if item is not None:
            item.__dict__[_KEY] = channel
    return items


def channel_of(item: Any) -> Channel | None:
    """Return the channel in which the object is shown, None when nobody said."""
    channel: Channel | None = item.__dict__.get(_KEY)
    return channel
