"""
DomainError
├── TooManyAttempts     params["seconds"]: how long to wait
├── CodeRefused
│   └── CodeUsed        the right code, a second time
├── PersonUnknown
└── PersonKnown
"""

from django.utils.translation import gettext, ngettext

from jkrlm.kernel.errors import DomainError


class TooManyAttempts(DomainError):
    code = "TOO_MANY_ATTEMPTS"

    def __init__(self, *, seconds: int) -> None:
        minutes = max(1, -(-seconds // 60))
        sentence = ngettext(
            "Too many tries. Wait %(minutes)d minute, then try again.",
            "Too many tries. Wait %(minutes)d minutes, then try again.",
            minutes,
        )
        super().__init__(sentence % {"minutes": minutes}, params={"seconds": seconds})


class CodeRefused(DomainError):
    code = "WRONG_CODE"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or gettext("This code is not right. Look at your authenticator app again."))


class CodeUsed(CodeRefused):
    code = "USED_CODE"

    def __init__(self) -> None:
        super().__init__(gettext("This code has been used. Wait until your app shows the next one."))


class PersonUnknown(DomainError):
    code = "NOT_FOUND"

    def __init__(self, email: str) -> None:
        super().__init__(f"Nobody with the address {email} works here.", field="email")


class PersonKnown(DomainError):
    code = "UNIQUE"

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} holds this role already; reset_staff makes a new link.", field="email")
