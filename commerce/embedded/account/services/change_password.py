from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from commerce.embedded.account.adoption import adopt_orders
from commerce.embedded.account.cleaning import clean_redirect, touched
from commerce.embedded.account.letters import (
    ask_for_letter,
    channel_for_letters,
    thrown_away,
    with_parameters,
)
from commerce.embedded.account.models import User, new_token_key
from commerce.embedded.account.one_time import NEW_PASSWORD, holds
from commerce.embedded.account.passwords import (
    LETTERS_PER_NETWORK,
    SIGN_IN_PER_ADDRESS,
    check_new_password,
    count_or_refuse,
    is_right,
    set_password,
)
from commerce.embedded.account.selectors import by_email
from commerce.embedded.account.services.confirm import INVALID_TOKEN
from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import NOWHERE
from commerce.embedded.webhook.services import emit

#: Who asked for a mail gets no second one within this; nothing says so.
WAIT: Final = timedelta(minutes=15)


def change_password(*, user: User, old: str | None, new: str, now: datetime) -> User:
    """
    Give the signed-in user another password; who has none gives no old one.

    Raises:
        Refusal: INVALID_CREDENTIALS, LOGIN_ATTEMPT_DELAYED; PASSWORD_TOO_SHORT and the like.
    """
    count_or_refuse([(SIGN_IN_PER_ADDRESS, user.email)], field="oldPassword", now=now)
    if old is None:
        make_password("as long as a wrong one")
        right = not user.has_usable_password
    else:
        right = is_right(user, old)
    if not right:
        raise Refusal("Old password isn't valid.", code="INVALID_CREDENTIALS", field="oldPassword")
    check_new_password(new, user, field="newPassword")
    set_password(user, new)
    user.save(update_fields=touched(user, now, "password"))
    return user


def request_password_reset(
    *, email: str, url: str, channel_slug: str | None, network: str, now: datetime
) -> None:
    """
    Send the address a word for a new password, if somebody has it; nothing tells whether.

    Raises:
        Refusal: INVALID for the address to which it would lead; LOGIN_ATTEMPT_DELAYED for the network.
    """
    clean_redirect(url)
    if network:
        count_or_refuse([(LETTERS_PER_NETWORK, network)], field="email", now=now)
    user = by_email(email, is_active=True)
    last = user.last_password_reset_request if user is not None else None
    if last is not None and now - last < WAIT:
        user = None
    try:
        channel = channel_for_letters(channel_slug)
    except Refusal:
        channel = None
    if user is None:
        with thrown_away() as decoy:
            decoy.pk = NOWHERE
            _ask(decoy, url, channel, now)
        return
    with transaction.atomic():
        _ask(user, url, channel, now)


def _ask(user: User, url: str, channel: Channel | None, now: datetime) -> None:
    """The word is made after the moment is noted: what it is bound to must not change any more."""
    user.last_password_reset_request = now
    User.objects.filter(pk=user.pk).update(last_password_reset_request=now)
    ask_for_new_password(user, url=url, channel=channel)


def ask_for_new_password(user: User, *, url: str, channel: Channel | None) -> None:
    """Have a mail written that leads to a new password, in the caller's transaction."""
    token = NEW_PASSWORD.make_token(user)  # type: ignore[arg-type]
    ask_for_letter(
        "STAFF_SET_PASSWORD_REQUESTED" if user.is_staff else "ACCOUNT_SET_PASSWORD_REQUESTED",
        user=user,
        channel=channel,
        token=token,
        url=with_parameters(url, email=user.email, token=token),
    )


def set_new_password(*, email: str, token: str, password: str, now: datetime) -> User:
    """
    Set the password by the word from a mail: the address is confirmed by it, and all tokens end.

    Raises:
        Refusal: INVALID for the token; PASSWORD_TOO_SHORT and the like.
    """
    found = by_email(email)
    if not holds(NEW_PASSWORD, found, token) or found is None:
        raise Refusal(INVALID_TOKEN, code="INVALID", field="token")
    check_new_password(password, found, field="password")
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=found.pk)
        if not holds(NEW_PASSWORD, user, token):
            raise Refusal(INVALID_TOKEN, code="INVALID", field="token")
        set_password(user, password)
        user.jwt_token_key = new_token_key()
        if not user.is_confirmed:
            user.is_confirmed = True
            adopt_orders(user)
        user.save(update_fields=touched(user, now, "password", "jwt_token_key", "is_confirmed"))
        emit("STAFF_UPDATED" if user.is_staff else "CUSTOMER_UPDATED", user=user)
    return user
