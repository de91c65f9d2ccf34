"""What a penny drop is asked and answers, and which one the settings choose."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string


class PennyDropUnavailable(Exception):
    """No answer, or none that tells anything: to be asked again later."""


@dataclass(frozen=True, slots=True)
class DropResult:
    """
    What the bank said.

    ``arrived``: the rupee reached an account; then ``registered_name`` is its holder's and ``utr`` the
    transfer's reference. Else ``reason`` says why not, in the bank's words.
    """

    arrived: bool
    registered_name: str = ""
    utr: str = ""
    reason: str = ""


class PennyDrop(Protocol):
    """Sends one rupee. Asked twice with one reference, it sends once."""

    is_fake: bool

    def verify(self, *, ifsc: str, account_number: str, holder_name: str, reference: str) -> DropResult:
        """
        Raises:
            PennyDropUnavailable: retryable.
        """


def penny_drop() -> PennyDrop | None:
    """
    Return the penny drop named in ``settings.PENNY_DROP``; None where no bank is connected.

    Raises:
        ImproperlyConfigured: the fake one outside demo mode.
    """
    path: str = settings.PENNY_DROP
    if not path:
        return None
    chosen: PennyDrop = import_string(path)()
    if chosen.is_fake and not settings.DEMO:
        raise ImproperlyConfigured("PENNY_DROP names the fake, which answers for no bank: demo mode only.")
    return chosen
