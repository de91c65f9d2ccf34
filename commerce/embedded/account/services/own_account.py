"""What a signed-in user does with his own account."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from commerce.embedded.account.cleaning import (
    clean_address,
    clean_redirect,
    touched,
    write_metadata,
    write_texts,
)
from commerce.embedded.account.letters import SHOP, ask_for_letter, channel_for_letters, with_parameters
from commerce.embedded.account.models import User
from commerce.embedded.account.one_time import CONFIRMATION, DELETION, holds
from commerce.embedded.account.passwords import LETTERS_PER_ADDRESS, count_or_refuse
from commerce.embedded.account.services.confirm import INVALID_TOKEN
from commerce.embedded.account.services.create_customer import set_defaults
from commerce.embedded.account.services.delete_user import remove_user
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.webhook.services import emit


def update_account(*, user: User, given: Mapping[str, Any], now: datetime) -> User:
    """
    Change names, language, default addresses and public metadata, as far as an AccountInput gives them.

    Raises:
        Refusal: INVALID, REQUIRED with the field.
    """
    addresses = {
        kind: clean_address(given[name], address_type=kind.upper()) if given.get(name) else None
        for kind, name in (("shipping", "default_shipping_address"), ("billing", "default_billing_address"))
    }
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        before = (locked.first_name, locked.last_name, locked.language_code)
        write_texts(locked, {name: given[name] for name in ("first_name", "last_name") if name in given})
        locked.language_code = given.get("language_code") or locked.language_code
        metadata = write_metadata(locked, {"metadata": given.get("metadata")})
        columns = touched(locked, now, "first_name", "last_name", "language_code", "metadata")
        locked.save(update_fields=columns)
        changed = set_defaults(locked, **addresses)
        if changed or before != (locked.first_name, locked.last_name, locked.language_code):
            emit("CUSTOMER_UPDATED", user=locked)
        if metadata:
            emit("CUSTOMER_METADATA_UPDATED", user=locked)
    return locked


def request_confirmation(*, user: User, url: str, channel_slug: str | None, now: datetime) -> None:
    """
    Send the word for the confirmation once more.

    Raises:
        Refusal: ACCOUNT_CONFIRMED; INVALID for the address; CONFIRMATION_ALREADY_REQUESTED.
    """
    if user.is_confirmed:
        raise Refusal("User account is already confirmed.", code="ACCOUNT_CONFIRMED", field="user")
    clean_redirect(url)
    channel = channel_for_letters(channel_slug)
    try:
        count_or_refuse([(LETTERS_PER_ADDRESS, user.email)], field="user", now=now)
    except Refusal:
        message = "Confirmation email already requested."
        raise Refusal(message, code="CONFIRMATION_ALREADY_REQUESTED", field="user") from None
    token = CONFIRMATION.make_token(user)  # type: ignore[arg-type]
    with transaction.atomic():
        ask_for_letter(
            "ACCOUNT_CONFIRMATION_REQUESTED",
            user=user,
            channel=channel,
            token=token,
            url=with_parameters(url, email=user.email, token=token),
        )


def request_deletion(*, user: User, url: str, channel_slug: str | None, now: datetime) -> None:
    """
    Send a word with which the account can be deleted.

    Raises:
        Refusal: INVALID for the address to which it leads; of the channel; LOGIN_ATTEMPT_DELAYED.
    """
    clean_redirect(url)
    channel = channel_for_letters(channel_slug)
    count_or_refuse([(LETTERS_PER_ADDRESS, user.email)], field="user", now=now)
    token = DELETION.make_token(user)  # type: ignore[arg-type]
    with transaction.atomic():
        ask_for_letter(
            "ACCOUNT_DELETE_REQUESTED",
            user=user,
            channel=channel,
            token=token,
            url=with_parameters(url, token=token),
        )


def delete_account(*, user: User, token: str) -> User:
    """
    Forget the user, with his addresses and tokens; his orders stay, and are nobody's.

    Raises:
        Refusal: DELETE_STAFF_ACCOUNT; INVALID for the token.
    """
    if user.is_staff:
        raise Refusal("Cannot delete a staff account.", code="DELETE_STAFF_ACCOUNT")
    if not holds(DELETION, user, token):
        raise Refusal(INVALID_TOKEN, code="INVALID", field="token")
    return remove_user(user, event="ACCOUNT_DELETED", shop=SHOP)
