from datetime import datetime

from django.conf import settings
from django.db import transaction

from commerce.embedded.account.adoption import adopt_orders
from commerce.embedded.account.cleaning import touched
from commerce.embedded.account.letters import SHOP
from commerce.embedded.account.models import User
from commerce.embedded.account.one_time import CONFIRMATION, holds
from commerce.embedded.account.passwords import sign_in
from commerce.embedded.account.selectors import by_email
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.webhook.services import emit

INVALID_TOKEN = "Invalid or expired token."  # noqa: S105


def confirm_account(*, email: str, token: str, password: str | None, network: str, now: datetime) -> User:
    """
    Confirm an account by the word from its mail.

    Guest orders of the address become its own only where the password is given, too (REQUIRE_PASSWORD):
    whoever registered with another's address knows the password, whoever reads his mail may not.

    Raises:
        Refusal: INVALID for the token, which does not tell whether there is such an account.
    """
    user = by_email(email, is_active=True, is_confirmed=False)
    if not holds(CONFIRMATION, user, token) or user is None:
        raise Refusal(INVALID_TOKEN, code="INVALID", field="token")
    merges = settings.STORE_ACCOUNT_MERGE_MODE == "REQUIRE_PASSWORD"
    if merges:
        _prove(user, password, network, now)
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        if locked.is_confirmed:
            raise Refusal(INVALID_TOKEN, code="INVALID", field="token")
        locked.is_confirmed = True
        locked.save(update_fields=touched(locked, now, "is_confirmed"))
        if merges:
            adopt_orders(locked)
        emit("ACCOUNT_CONFIRMED", user=locked, shop=SHOP)
    return locked


def _prove(user: User, password: str | None, network: str, now: datetime) -> None:
    if not password:
        raise Refusal("Password is required", code="REQUIRED", field="password")
    try:
        sign_in(email=user.email, password=password, network=network, now=now)
    except Refusal as refused:
        if refused.entries[0]["code"] != "INVALID_CREDENTIALS":
            raise
        raise Refusal("Invalid password", code="INVALID", field="password") from None
