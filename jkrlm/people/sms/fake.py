"""A gateway that exists in demo mode and in tests only; the end of the number chooses its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jkrlm.people.errors import SmsRefused, SmsUnavailable

if TYPE_CHECKING:
    from jkrlm.people.sms.base import Sms

NO_ANSWER: Final = "90909"
NO_SUCH_NUMBER: Final = "80808"


class FakeGateway:
    """Takes every message but to two endings; nothing leaves this machine."""

    is_fake = True

    def send(self, sms: Sms) -> str:
        if sms.to.endswith(NO_ANSWER):
            raise SmsUnavailable("the gateway does not answer")
        if sms.to.endswith(NO_SUCH_NUMBER):
            raise SmsRefused("there is no such number")
        return f"fake-{sms.reference}"
