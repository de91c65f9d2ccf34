"""Mails about accounts in the store itself: of those who sign in to it through another storefront."""

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from jkrlm.kernel.outbox import Event
from storefront.mail.notes import Note, write_note
from storefront.models import MailMessage


def on_account_letter(event: Event) -> None:
    """Write what the store asks for: how to confirm, set a password, change the address, or leave."""
    user = event.payload["user"]
    write_note(
        kind=MailMessage.Kind.ACCOUNT,
        reference=f"store-event-{event.id}",
        to=event.payload.get("newEmail") or user["email"],
        language=str(user["languageCode"]).lower(),
        make=lambda: _NOTES[event.name](event.payload["redirectUrl"], user["firstName"]),
        access=None,
    )


def _confirm(url: str, name: str) -> Note:
    return Note(
        subject=_("Confirm your account"),
        paragraphs=(
            _("Somebody has opened an account at our store with your address. If it was you, confirm it."),
            _("If it was not you, do nothing: without your word nobody can use it."),
        ),
        path=url,
        link=_("Confirm the account"),
        name=name,
    )


def _password(url: str, name: str) -> Note:
    return Note(
        subject=_("Set a new password"),
        paragraphs=(
            _("Somebody has asked for a new password for your account. If it was you, choose one."),
            _("If it was not you, do nothing: your password stays as it is."),
        ),
        path=url,
        link=_("Choose a password"),
        name=name,
    )


def _address(url: str, name: str) -> Note:
    return Note(
        subject=_("Confirm your new address"),
        paragraphs=(
            _("You want to use this address for your account. Confirm it within an hour."),
            _("If it was not you, do nothing."),
        ),
        path=url,
        link=_("Use this address"),
        name=name,
    )


def _leave(url: str, name: str) -> Note:
    return Note(
        subject=_("Delete your account"),
        paragraphs=(
            _("You have asked us to delete your account. Your addresses go with it; your orders are kept."),
            _("If it was not you, do nothing: your account stays."),
        ),
        path=url,
        link=_("Delete the account"),
        name=name,
    )


_NOTES: Final[dict[str, Callable[[str, str], Note]]] = {
    "ACCOUNT_CONFIRMATION_REQUESTED": _confirm,
    "ACCOUNT_SET_PASSWORD_REQUESTED": _password,
    "ACCOUNT_CHANGE_EMAIL_REQUESTED": _address,
    "ACCOUNT_DELETE_REQUESTED": _leave,
}
