"""
What inspection refuses.

    DomainError
    ├── VisitUnknown      no such visit, or another inspector's
    ├── VisitClosed       its report has come, or it is not needed any more
    ├── SentBefore        another report of this visit came before, from another phone or the form
    ├── BadReport         something in it is missing or wrong; ``errors`` says what, field by field
    ├── PhotosMissing     photographs that the report names have not come; ``missing`` are their ids
    └── BadPlan           a day in the past, or hours that no visit takes
"""

from collections.abc import Mapping, Sequence

from jkrlm.kernel.errors import DomainError


class VisitUnknown(DomainError):
    code = "VISIT_UNKNOWN"


class VisitClosed(DomainError):
    code = "VISIT_CLOSED"


class SentBefore(DomainError):
    code = "SENT_BEFORE"


class BadPlan(DomainError):
    code = "BAD_PLAN"


class BadReport(DomainError):
    code = "BAD_REPORT"

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(next(iter(errors.values())), field=next(iter(errors)))
        self.errors = dict(errors)


class PhotosMissing(DomainError):
    code = "PHOTOS_MISSING"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("Photographs have not arrived yet. They are sent once more.", field="photos")
        self.missing = list(missing)
