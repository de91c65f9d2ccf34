from django.utils.translation import gettext

from jkrlm.kernel.errors import DomainError


class NotOfThisFederation(DomainError):
    """Also for a parcel that does not exist: no difference is told."""

    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__(gettext("No parcel of your groups has this number."), field="code")


class WrongStep(DomainError):
    """The parcel is somewhere else on its way than this step needs."""

    code = "WRONG_STEP"


class WhyMissing(DomainError):
    code = "REASON_MISSING"

    def __init__(self) -> None:
        super().__init__(gettext("Tick what is not right, so that the group can mend it."), field="failed")
