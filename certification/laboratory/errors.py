"""
What the laboratory refuses.

    DomainError
    ├── SampleUnknown    there is none, or none that she may know of
    ├── NotForHer        another person has it, or she may not measure or verify this one
    ├── WrongState       it cannot get there from where it is
    ├── ChainBroken      the custody chain has a gap, or the seal is another one
    ├── BadResults       a value is missing or cannot be read; ``errors`` says which
    └── ReasonNeeded     sending back, rejecting, taking back and retesting are explained
"""

from collections.abc import Mapping

from jkrlm.kernel.errors import DomainError


class SampleUnknown(DomainError):
    code = "SAMPLE_UNKNOWN"


class NotForHer(DomainError):
    code = "NOT_FOR_HER"


class WrongState(DomainError):
    code = "WRONG_STATE"


class ChainBroken(DomainError):
    code = "CHAIN_BROKEN"


class ReasonNeeded(DomainError):
    code = "REASON_NEEDED"


class BadResults(DomainError):
    code = "BAD_RESULTS"

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(next(iter(errors.values())), field=next(iter(errors)))
        self.errors = dict(errors)
