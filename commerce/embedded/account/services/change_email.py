from datetime import datetime

from django.db import transaction

from commerce.embedded.account.adoption import adopt_orders
from commerce.embedded.account.cleaning import clean_email, clean_redirect, touched
from commerce.embedded.account.letters import SHOP, ask_for_letter, channel_for_letters, with_parameters
from commerce.embedded.account.models import User, new_token_key
from commerce.embedded.account.passwords import (
    LETTERS_PER_ADDRESS,
    SIGN_IN_PER_ADDRESS,
    count_or_refuse,
    is_right,
)
from commerce.embedded.account.services.unique_user import unique_user_or_refused
from commerce.embedded.account.tokens import EMAIL_CHANGE, email_change_token, read
from commerce.embedded.engine.errors import BadToken, Refusal
from commerce.embedded.engine.ids import pk_of
from commerce.embedded.webhook.services import emit


def request_email_change(
    *, user: User, new_email: str, password: str, url: str, channel_slug: str | None, now: datetime
) -> None:
    """
    Send the new address a word that makes it the user's. Whether somebody has it shows only to its reader.

    Raises:
        Refusal: INVALID_CREDENTIALS; INVALID for either address; LOGIN_ATTEMPT_DELAYED.
    """
    count_or_refuse([(SIGN_IN_PER_ADDRESS, user.email)], field="password", now=now)
    if not is_right(user, password):
        raise Refusal("Password isn't valid.", code="INVALID_CREDENTIALS", field="password")
    address = clean_email(new_email, field="newEmail")
    clean_redirect(url)
    channel = channel_for_letters(channel_slug)
    count_or_refuse([(LETTERS_PER_ADDRESS, address)], field="newEmail", now=now)
    token = email_change_token(user, new_email=address, now=now)
    with transaction.atomic():
        ask_for_letter(
            "ACCOUNT_CHANGE_EMAIL_REQUESTED",
            user=user,
            channel=channel,
            token=token,
            url=with_parameters(url, token=token),
            new_email=address,
        )


def confirm_email_change(*, user: User, token: str, channel_slug: str | None, now: datetime) -> User:
    """
    Make the new address the user's. Guest orders of it become his; tokens in the old name end.

    Raises:
        Refusal: JWT_INVALID_TOKEN; UNIQUE, where somebody has the address.
    """
    try:
        payload = read(token, now=now)
    except BadToken:
        message = "Invalid or expired token."
        raise Refusal(message, code="JWT_INVALID_TOKEN", field="token") from None
    channel = channel_for_letters(channel_slug)
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        if (
            payload.get("type") != EMAIL_CHANGE
            or pk_of(payload.get("user_id"), "User") != locked.pk
            or payload.get("token") != locked.jwt_token_key
            or payload.get("old_email") != locked.email
        ):
            raise Refusal("Invalid token.", code="JWT_INVALID_TOKEN", field="token")
        locked.email = clean_email(payload.get("new_email"), field="newEmail")
        locked.is_confirmed = True
        locked.jwt_token_key = new_token_key()
        try:
            with unique_user_or_refused():
                locked.save(update_fields=touched(locked, now, "email", "is_confirmed", "jwt_token_key"))
        except Refusal:
            raise Refusal("Email is used by other user.", code="UNIQUE", field="newEmail") from None
        adopt_orders(locked)
        emit("CUSTOMER_UPDATED", user=locked)
        emit("ACCOUNT_EMAIL_CHANGED", user=locked, channel=channel, new_email=locked.email, shop=SHOP)
    return locked
