"""What a user does with his own account; an app that may impersonate does some of it for him."""

from typing import Any

from django.conf import settings

from commerce.embedded.account.models import Address, User
from commerce.embedded.account.schema_customers import editable
from commerce.embedded.account.services import address_book, own_account
from commerce.embedded.account.services.change_email import confirm_email_change, request_email_change
from commerce.embedded.account.services.confirm import confirm_account
from commerce.embedded.account.services.register import register
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import found
from commerce.embedded.engine.resolvers import Info, mutation
from jkrlm.kernel.clock import now

USER = "AUTHENTICATED_USER"
USER_OR_APP = "AUTHENTICATED_APP|AUTHENTICATED_USER"


def _oneself(info: Info, customer_gid: str | None) -> User:
    """
    Return the signed-in user, or the customer for whom an app acts.

    Raises:
        Refusal: REQUIRED, where an app names nobody; NOT_FOUND.
        PermissionDenied: an app without IMPERSONATE_USER, a user who names a customer.
    """
    if customer_gid is None and info.context.app is None:
        user: User = info.context.user
        return user
    info.context.require("IMPERSONATE_USER")
    if customer_gid is None:
        message = "The customerId value must be provided when running mutation as app."
        raise Refusal(message, code="REQUIRED", field="customerId")
    customer: User = found(User, customer_gid, field="customerId")
    return customer


@mutation("accountRegister", errors="AccountError")
def account_register(info: Info, input: dict[str, Any]) -> dict[str, Any]:
    user = register(given=input, network=info.context.network, now=now())
    return {"user": user, "requires_confirmation": settings.STORE_CONFIRM_ACCOUNTS}


@mutation("confirmAccount", errors="AccountError")
def account_confirm(info: Info, email: str, token: str, password: str | None = None) -> dict[str, Any]:
    confirmed = confirm_account(
        email=email, token=token, password=password, network=info.context.network, now=now()
    )
    return {"user": confirmed}


@mutation("sendConfirmationEmail", errors="SendConfirmationEmailError", permission=USER)
def send_confirmation_email(info: Info, channel: str, redirect_url: str) -> dict[str, Any]:
    try:
        own_account.request_confirmation(
            user=info.context.user, url=redirect_url, channel_slug=channel, now=now()
        )
    except Refusal as refusal:
        for entry in refusal.entries:
            if entry["code"] in ("REQUIRED", "NOT_FOUND", "CHANNEL_INACTIVE"):
                entry["code"] = "INVALID"
        raise
    return {}


@mutation("requestEmailChange", errors="AccountError", permission=USER)
def email_change_request(
    info: Info, new_email: str, password: str, redirect_url: str, channel: str | None = None
) -> dict[str, Any]:
    request_email_change(
        user=info.context.user,
        new_email=new_email,
        password=password,
        url=redirect_url,
        channel_slug=channel,
        now=now(),
    )
    return {"user": info.context.user}


@mutation("confirmEmailChange", errors="AccountError", permission=USER)
def email_change_confirm(info: Info, token: str, channel: str | None = None) -> dict[str, Any]:
    changed = confirm_email_change(user=info.context.user, token=token, channel_slug=channel, now=now())
    return {"user": changed}


@mutation("accountUpdate", errors="AccountError", permission=USER_OR_APP)
def account_update(info: Info, input: dict[str, Any], customer_id: str | None = None) -> dict[str, Any]:
    return {"user": own_account.update_account(user=_oneself(info, customer_id), given=input, now=now())}


@mutation("accountAddressCreate", errors="AccountError", permission=USER_OR_APP)
def account_address_create(
    info: Info, input: dict[str, Any], type: str | None = None, customer_id: str | None = None
) -> dict[str, Any]:
    owner, made = address_book.add_address(
        user=_oneself(info, customer_id), given=input, now=now(), default=type
    )
    return {"user": owner, "address": made}


@mutation("accountAddressUpdate", errors="AccountError")
def account_address_update(info: Info, id: str, input: dict[str, Any]) -> dict[str, Any]:
    owner, changed = address_book.update_address(address=editable(info, id), given=input)
    return {"user": owner, "address": changed}


@mutation("accountAddressDelete", errors="AccountError")
def account_address_delete(info: Info, id: str) -> dict[str, Any]:
    owner, gone = address_book.delete_address(address=editable(info, id), now=now())
    return {"user": owner, "address": gone}


@mutation("accountSetDefaultAddress", errors="AccountError", permission=USER)
def account_set_default_address(info: Info, id: str, type: str) -> dict[str, Any]:
    chosen = found(Address, id)
    changed = address_book.set_default_address(
        user=info.context.user, address=chosen, kind=type, now=now(), field="id"
    )
    return {"user": changed}


@mutation("accountRequestDeletion", errors="AccountError", permission=USER)
def account_request_deletion(info: Info, redirect_url: str, channel: str | None = None) -> dict[str, Any]:
    own_account.request_deletion(user=info.context.user, url=redirect_url, channel_slug=channel, now=now())
    return {}


@mutation("accountDelete", errors="AccountError", permission=USER)
def account_delete(info: Info, token: str) -> dict[str, Any]:
    return {"user": own_account.delete_account(user=info.context.user, token=token)}
