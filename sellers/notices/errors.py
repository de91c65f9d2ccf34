from django.utils.translation import gettext

from jkrlm.kernel.errors import DomainError, TryLater


class BadDevice(DomainError):
    """What a browser gave is no push subscription of a push service that we know."""

    code = "BAD_DEVICE"

    def __init__(self) -> None:
        super().__init__(gettext("This browser’s push service is not known here. You are told by SMS."))


class BadChannel(DomainError):
    code = "BAD_CHANNEL"

    def __init__(self) -> None:
        super().__init__(gettext("Choose one of the ways shown."), field="channel")


class DeviceGone(Exception):
    """The push service says that the browser takes no more messages."""


class PushUnavailable(TryLater):
    """The push service does not answer; to be sent again."""
