"""Refusals of parcels, named for what is refused."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import lazy

from jkrlm.kernel.errors import DomainError, TryLater


def _put(sentence: object, facts: Mapping[str, object]) -> str:
    return str(sentence) % facts


#: A sentence with its facts, in the language of whoever it is shown to.
in_words: Final = lazy(_put, str)


class ParcelUnknown(DomainError):
    code = "PARCEL_UNKNOWN"


class StepRefused(DomainError):
    """From where it is, this cannot happen; ``params`` say where that is."""

    code = "STEP_REFUSED"


class TroubleKnown(DomainError):
    code = "TROUBLE_KNOWN"


class BadClaim(DomainError):
    code = "BAD_CLAIM"


class BadPromise(DomainError):
    code = "BAD_PROMISE"


class NotTogether(DomainError):
    """These do not belong into one box, or are not all here."""

    code = "NOT_TOGETHER"


class TooManyPhotos(DomainError):
    code = "TOO_MANY_PHOTOS"


class NumberTaken(DomainError):
    """Another parcel bears this tracking number."""

    code = "NUMBER_TAKEN"


class AddressAway(TryLater):
    """The store does not say now where it goes."""

    code = "ADDRESS_AWAY"
