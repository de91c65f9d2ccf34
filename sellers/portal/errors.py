"""
DomainError
├── ConsentMissing   a helper would act for a group that has not agreed; params["code"]
├── NotYourGroup     no group of hers
├── AgreedAlready    this mandate holds
├── NotOnTheRoll     no member of that group, or no helper of it
├── MandateUnknown   there is none such, or it is withdrawn
└── TooManyFiles     more photographs than goods have, or the draft is somebody else's
"""

from django.utils.translation import gettext

from jkrlm.kernel.errors import DomainError


class ConsentMissing(DomainError):
    code = "CONSENT_MISSING"

    def __init__(self, code: str) -> None:
        super().__init__(
            gettext("Nobody of this group has agreed yet that you act for her."), params={"code": code}
        )


class NotYourGroup(DomainError):
    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__(gettext("This is no group of yours."))


class AgreedAlready(DomainError):
    code = "UNIQUE"

    def __init__(self) -> None:
        super().__init__(gettext("She has agreed to this already."))


class NotOnTheRoll(DomainError):
    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__(gettext("She is not on the roll of this group today."), field="member")


class MandateUnknown(DomainError):
    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__(gettext("There is no such agreement, or it has ended."))


class TooManyFiles(DomainError):
    code = "TOO_MANY_FILES"

    def __init__(self) -> None:
        super().__init__(gettext("At most 8 photos."), field="photos")
