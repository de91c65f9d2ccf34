"""The PIN that opens one woman's part of a phone that several share."""

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jkrlm.kernel.secrets import fingerprint
from jkrlm.people.errors import BadPin, PinLocked, PinSet, WrongPin
from jkrlm.people.models import MemberPin, User
from jkrlm.people.phones import plain_digits
from jkrlm.people.rules import PIN_LENGTHS, PIN_TRIES, is_easy_to_guess
from jkrlm.people.services.audit import audit, person


def hashed_pin(*, user: User, typed: str) -> str:
    """
    Return a PIN as it is kept: peppered with a key that is not in the database, then hashed as passwords are.

    Raises:
        BadPin: not 4 to 6 digits, or easy to guess.
    """
    pin = plain_digits(typed)
    if len(pin) not in PIN_LENGTHS or not (pin.isascii() and pin.isdigit()):
        raise BadPin(_("A PIN has 4 to 6 digits."), field="passcode")
    if is_easy_to_guess(pin):
        raise BadPin(_("Everybody tries this one first. Choose other digits."), field="passcode")
    return make_password(_peppered(user, pin))


@transaction.atomic
def set_first_pin(*, user: User, typed: str, now: datetime) -> None:
    """
    Take a first PIN. Whether it is she who sets it is the caller's to know.

    Raises:
        BadPin; PinSet: she has one.
    """
    secret = hashed_pin(user=user, typed=typed)
    try:
        with transaction.atomic():
            MemberPin.objects.create(user=user, secret=secret, set_at=now)
    except IntegrityError as error:
        raise PinSet from error
    audit(actor=user, verb="pin.set", target=person(user))


def check_pin(*, user: User, typed: str) -> None:
    """
    A try is counted before it is judged, so that tries at the same moment are five in all.

    Raises:
        PinLocked: five wrong in a row, this one included; also where she has none.
        WrongPin: says how many tries are left.
    """
    held = MemberPin.objects.filter(user=user)
    if not held.filter(failed__lt=PIN_TRIES).update(failed=F("failed") + 1):
        raise PinLocked
    pin = held.get()
    if check_password(_peppered(user, plain_digits(typed)), pin.secret):
        held.filter(secret=pin.secret).update(failed=0)
        return
    left = PIN_TRIES - pin.failed
    if left <= 0:
        audit(actor=None, verb="pin.locked", target=person(user))
        raise PinLocked
    raise WrongPin(left=left)


def _peppered(user: User, pin: str) -> str:
    return fingerprint(f"pin:{user.pk}:{pin}")
