"""
DomainError
├── TooManyAttempts     params["seconds"]: how long to wait
├── CodeRefused
│   └── CodeUsed        the right code, a second time
├── BadPhone            no phone number, or none that gets an SMS
├── SmsCodeRefused      wrong, too old, used, or tried too often: no difference is told
├── BadPin              cannot be a PIN, or is easy to guess
├── WrongPin            params["left"]: tries that are left
│   └── PinLocked       five wrong in a row: two people must say that it is she
├── PinSet              she has a PIN; a new one needs two people
├── RecoveryClosed      done, refused or too old
├── NotHers             nobody vouches for herself, or twice
├── OfficesDiffer       two people of two offices are needed, her leader among them
├── SmsUnavailable      the gateway does not answer; repeated (TryLater)
├── SmsRefused          the gateway will never take this message
├── PersonUnknown
├── PersonKnown
├── RoleNotHeld
├── NotYourself
├── LastAdministrator
├── BadLeave
├── BadToken            of a program: no name, no term, or too many of them
└── TokenUnknown
"""

from django.utils.translation import gettext, ngettext

from jkrlm.kernel.errors import DomainError, TryLater


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


class RoleNotHeld(DomainError):
    code = "NOT_FOUND"

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} does not hold this role; nothing was changed.", field="role")


class NotYourself(DomainError):
    code = "NOT_YOURSELF"

    def __init__(self) -> None:
        super().__init__("This is done to somebody by another administrator, not by oneself.")


class LastAdministrator(DomainError):
    code = "LAST_ADMINISTRATOR"

    def __init__(self) -> None:
        super().__init__("This is the last administrator. Make another one first.")


class BadLeave(DomainError):
    """Days that do not follow each other, or a deputy who cannot stand in."""

    code = "BAD_LEAVE"


class BadPhone(DomainError):
    code = "BAD_PHONE"

    def __init__(self) -> None:
        super().__init__(gettext("A mobile number has ten digits, such as 94190 00000."), field="phone")


class SmsCodeRefused(DomainError):
    code = "WRONG_CODE"

    def __init__(self) -> None:
        super().__init__(
            gettext("This code is not right, or too old. Look at the newest message, or ask for a new code."),
            field="otp",
        )


class BadPin(DomainError):
    code = "BAD_PIN"


class WrongPin(DomainError):
    code = "WRONG_PIN"

    def __init__(self, *, left: int) -> None:
        sentence = ngettext(
            "This PIN is not right. %(left)d try is left.",
            "This PIN is not right. %(left)d tries are left.",
            left,
        )
        super().__init__(sentence % {"left": left}, field="passcode", params={"left": left})


class PinLocked(WrongPin):
    code = "PIN_LOCKED"

    def __init__(self) -> None:
        super().__init__(left=0)
        self.message = gettext("Five wrong tries: this PIN is locked. Ask for a new one below.")
        self.args = (self.message,)


class PinSet(DomainError):
    code = "PIN_SET"

    def __init__(self) -> None:
        super().__init__(gettext("You have a PIN already. For a new one ask for it; two people confirm it."))


class RecoveryClosed(DomainError):
    code = "RECOVERY_CLOSED"

    def __init__(self) -> None:
        super().__init__(gettext("This request is done, or it is too old. Nothing has changed."))


class NotHers(DomainError):
    code = "NOT_HERS"

    def __init__(self) -> None:
        super().__init__(
            gettext("Two other people must confirm it. You cannot, or you have done so already.")
        )


class OfficesDiffer(DomainError):
    code = "OFFICES_DIFFER"

    def __init__(self) -> None:
        super().__init__(
            gettext("The leader of her group must confirm it as well, and one more in another office.")
        )


class SmsUnavailable(TryLater):
    code = "SMS_UNAVAILABLE"

    def __init__(self, message: str, *, retry_in_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_in_seconds = retry_in_seconds


class SmsRefused(DomainError):
    code = "SMS_REFUSED"


class BadToken(DomainError):
    code = "BAD_TOKEN"


class TokenUnknown(DomainError):
    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__(gettext("There is no such token of yours."))
