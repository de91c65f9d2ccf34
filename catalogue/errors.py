"""
Refusals of the catalogue.

    ListingUnknown      no such listing, or it is not for this reader to see
    ListingClosed       what was asked cannot be done where the listing stands
    ListingMoved        somebody else changed or decided it meanwhile
    BadWish             what was sent cannot be sold like this
    KeyTaken            the key of this act stands for another one
    BadHoliday          the days of a holiday make no sense
    PhotoMoved          somebody else changed the photograph meanwhile
    BadConsent          a yes to being seen in a photograph is not whole
"""

from jkrlm.kernel.errors import DomainError


class ListingUnknown(DomainError):
    """There is no such listing for this reader: it never was, or it is somebody else's."""

    code = "NOT_FOUND"


class ListingClosed(DomainError):
    """Where the listing stands, this cannot be done to it."""

    code = "LISTING_CLOSED"


class ListingMoved(DomainError):
    """Somebody else changed or decided it since the page was made: look again."""

    code = "LISTING_MOVED"


class BadWish(DomainError):
    """What was sent cannot be sold like this; ``field`` names what to mend."""


class KeyTaken(DomainError):
    """The key came before, with something else: nothing was changed."""

    code = "KEY_TAKEN"


class BadHoliday(DomainError):
    """The days of a holiday make no sense."""


class PhotoMoved(DomainError):
    """Somebody else changed the photograph since the page was made: look again."""

    code = "PHOTO_MOVED"


class BadConsent(DomainError):
    """What was written about a yes makes no sense; ``field`` names what to mend."""

    code = "CONSENT"
