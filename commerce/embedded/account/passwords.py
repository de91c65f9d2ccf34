"""Passwords: hashed by Django's hashers, and one time for everybody, known or not."""

from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from commerce.embedded.account.models import User
from commerce.embedded.account.selectors import by_email
from commerce.embedded.engine.errors import Refusal, Refusals
from jkrlm.people.facade import Limit, TooManyAttempts, count_attempt, give_back

PASSWORD_MAX: Final = 1024

#: An office behind one address may mistype; a list of passwords may not be worked through.
SIGN_IN_PER_NETWORK: Final = Limit("store-sign-in-network", 30, timedelta(minutes=15))
SIGN_IN_PER_ADDRESS: Final = Limit("store-sign-in-address", 10, timedelta(minutes=15))
#: Accounts and mails that one network may ask for.
LETTERS_PER_NETWORK: Final = Limit("store-letters-network", 20, timedelta(hours=1))
#: Mails to one address; who asks for more is told nothing else than before.
LETTERS_PER_ADDRESS: Final = Limit("store-letters-address", 5, timedelta(hours=1))

#: Django's code of a bad password -> the contract's.
_CODES: Final = {
    "password_too_similar": "PASSWORD_TOO_SIMILAR",
    "password_too_short": "PASSWORD_TOO_SHORT",
    "password_too_common": "PASSWORD_TOO_COMMON",
    "password_entirely_numeric": "PASSWORD_ENTIRELY_NUMERIC",
}


def check_new_password(password: str, user: User, *, field: str) -> None:
    """
    Raises:
        Refusals: PASSWORD_TOO_SHORT and the like, one for each rule that it breaks.
    """
    if not 0 < len(password) <= PASSWORD_MAX or "\x00" in password:
        raise Refusal("This password cannot be kept.", code="INVALID", field=field)
    try:
        validate_password(password, user)  # type: ignore[arg-type]  # it reads attributes of any user
    except ValidationError as error:
        raise Refusals(
            [
                Refusal(" ".join(each.messages), code=_CODES.get(each.code or "", "INVALID"), field=field)
                for each in error.error_list
            ]
        ) from None


def set_password(user: User, password: str) -> None:
    """Put the hash into the user, unsaved."""
    user.password = make_password(password)


def is_right(user: User | None, password: str) -> bool:
    """
    Return whether the password is the user's. It takes as long for nobody, and for who has none.

    A hash of fewer rounds than today's is renewed.
    """
    if len(password) > PASSWORD_MAX:
        password = password[:PASSWORD_MAX] + "\x00"
    if user is None or not user.has_usable_password:
        make_password(password)
        return False

    def renew(raw: str) -> None:
        set_password(user, raw)
        user.save(update_fields=["password"])

    return check_password(password, user.password, renew)


def sign_in(*, email: str, password: str, network: str, now: datetime) -> User:
    """
    Return the user whose address and password these are, active or not.

    Tries are counted for each network and for each address, whether somebody has it or not.

    Raises:
        Refusal: INVALID_CREDENTIALS, LOGIN_ATTEMPT_DELAYED.
    """
    address = email.strip().lower()[:254]
    counted = [(SIGN_IN_PER_ADDRESS, address)]
    if network:
        counted.insert(0, (SIGN_IN_PER_NETWORK, network))
    count_or_refuse(counted, field="email", now=now)
    user = by_email(address)
    if not is_right(user, password) or user is None:
        raise Refusal("Please, enter valid credentials", code="INVALID_CREDENTIALS", field="email")
    for limit, subject in counted:
        give_back(limit, subject=subject)
    return user


def count_or_refuse(counted: list[tuple[Limit, str]], *, field: str, now: datetime) -> None:
    """
    Raises:
        Refusal: LOGIN_ATTEMPT_DELAYED, saying until when.
    """
    for limit, subject in counted:
        try:
            count_attempt(limit, subject=subject, now=now)
        except TooManyAttempts as full:
            until = now + timedelta(seconds=int(full.params["seconds"]))
            raise Refusal(
                f"Logging has been suspended till {until:%Y-%m-%d %H:%M:%S+00:00} due to too many logging "
                "attempts.",
                code="LOGIN_ATTEMPT_DELAYED",
                field=field,
            ) from None
