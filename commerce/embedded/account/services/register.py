from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from commerce.embedded.account.cleaning import clean_email, clean_redirect, write_metadata, write_texts
from commerce.embedded.account.letters import (
    ask_for_letter,
    channel_for_letters,
    thrown_away,
    with_parameters,
)
from commerce.embedded.account.models import User
from commerce.embedded.account.one_time import CONFIRMATION
from commerce.embedded.account.passwords import (
    LETTERS_PER_ADDRESS,
    LETTERS_PER_NETWORK,
    check_new_password,
    count_or_refuse,
)
from commerce.embedded.channel.models import Channel
from commerce.embedded.webhook.services import emit


def register(*, given: Mapping[str, Any], network: str, now: datetime) -> User:
    """
    Return a user as given, without a number: whether the address was free is not told, by time either.

    Where accounts are confirmed, a mail to the address says how.

    Raises:
        Refusal: of the input, never that somebody has the address; LOGIN_ATTEMPT_DELAYED.
    """
    channel, url = None, given.get("redirect_url")
    if settings.STORE_CONFIRM_ACCOUNTS:
        url = clean_redirect(url)
        channel = channel_for_letters(given.get("channel"))
    user = User(email=clean_email(given["email"]), date_joined=now, updated_at=now)
    write_texts(user, {name: given[name] for name in ("first_name", "last_name") if name in given})
    write_metadata(user, {"metadata": given.get("metadata")})
    user.language_code = given.get("language_code") or "EN"
    check_new_password(given["password"], user, field="password")
    if network:
        count_or_refuse([(LETTERS_PER_NETWORK, network)], field="email", now=now)
    count_or_refuse([(LETTERS_PER_ADDRESS, user.email)], field="email", now=now)
    user.password = make_password(given["password"])
    if User.objects.filter(email=user.email).exists() or not _made(user, channel, url):
        with thrown_away() as decoy:
            decoy.save(force_insert=True)
            _welcome(decoy, channel, url)
    return shown(user)


def _made(user: User, channel: Channel | None, url: str | None) -> bool:
    """Save the user, unless somebody else has just taken the address."""
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            _welcome(user, channel, url)
    except IntegrityError:
        return False
    return True


def _welcome(user: User, channel: Channel | None, url: str | None) -> None:
    emit("CUSTOMER_CREATED", user=user)
    if settings.STORE_CONFIRM_ACCOUNTS and url:
        token = CONFIRMATION.make_token(user)  # type: ignore[arg-type]
        ask_for_letter(
            "ACCOUNT_CONFIRMATION_REQUESTED",
            user=user,
            channel=channel,
            token=token,
            url=with_parameters(url, email=user.email, token=token),
        )


def shown(user: User) -> User:
    """Return what may be shown of it: what was given, and no number."""
    return User(
        email=user.email,
        first_name=user.first_name,
        last_name=user.last_name,
        language_code=user.language_code,
        metadata=user.metadata,
        date_joined=user.date_joined,
        updated_at=user.updated_at,
    )
