from jkrlm.kernel.errors import DomainError


class NotLicensed(DomainError):
    """The group holds no licence to use the brand today."""

    code = "NOT_LICENSED"


class NothingToPrint(DomainError):
    """No goods were chosen, or none that the shop shows."""

    code = "NOTHING_TO_PRINT"
