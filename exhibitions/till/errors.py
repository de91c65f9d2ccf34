"""Refusals of the till."""

from jkrlm.kernel.errors import DomainError


class TillRefusal(DomainError):
    """Whatever the till refuses."""


class PairingOver(TillRefusal):
    """The code was used, is too old, or was never made."""

    code = "pairing-over"


class KeyWrong(TillRefusal):
    """The public key is not a point of P-256."""

    code = "key-wrong"


class ExhibitionOver(TillRefusal):
    """Nothing is sold at this exhibition now."""

    code = "exhibition-over"


class DeviceUnknown(TillRefusal):
    """No tablet has this token."""

    code = "device-unknown"


class DeviceRevoked(TillRefusal):
    """The tablet may neither read nor send any more."""

    code = "device-revoked"


class EntryRefused(TillRefusal):
    """An entry is not kept; ``code`` says why."""

    code = "payload-wrong"


class SignatureWrong(EntryRefused):
    code = "signature-wrong"


class NotThisDevice(EntryRefused):
    code = "not-this-device"


class IdTaken(EntryRefused):
    """The id or the place in the chain came before with other words."""

    code = "id-taken"


class TillUnknown(TillRefusal):
    code = "till-unknown"


class BadPin(TillRefusal):
    code = "pin-wrong"


class FlagRefused(TillRefusal):
    code = "flag-refused"


class DepositRefused(TillRefusal):
    code = "deposit-refused"


class SaleMissing(TillRefusal):
    """A return is about a sale that has not reached us; it may be on another tablet still."""

    code = "sale-missing"


class BadLabel(TillRefusal):
    code = "label-wrong"


class DayRefused(TillRefusal):
    code = "day-refused"


class GoOnRefused(TillRefusal):
    code = "go-on-refused"


class CardRefused(TillRefusal):
    """A bill cannot be paid by card now; the sentence is for the cashier."""

    code = "card-refused"


class FileRefused(TillRefusal):
    code = "file-wrong"


class AsideRefused(TillRefusal):
    code = "aside-refused"


class ProposalRefused(TillRefusal):
    code = "proposal-refused"
