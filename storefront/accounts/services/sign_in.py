"""A proven contact becomes an account; the first time it is made."""

from datetime import datetime

from django.db import IntegrityError, transaction

from jkrlm.kernel import outbox
from jkrlm.kernel.ids import new_token
from jkrlm.people.facade import NO_BUYERS_MAILBOX, Role, User, grant_role, pin_state
from storefront.accounts.errors import AccountClosed, ContactTaken
from storefront.accounts.models import Contact, ContactKind


def sign_in(*, kind: ContactKind, value: str, language: str, now: datetime) -> User:
    """
    Return the buyer with this proven contact, made where nobody has it; the store's customer follows.

    ``language`` is kept where the account has none.

    Raises:
        AccountClosed: it may not be opened any more.
    """
    try:
        return _signed_in(kind, value, language, now)
    except IntegrityError:  # two browsers proved the same contact at the same moment
        return _signed_in(kind, value, language, now)


@transaction.atomic
def _signed_in(kind: ContactKind, value: str, language: str, now: datetime) -> User:
    held = Contact.objects.select_related("user").filter(kind=kind, value=value).first()
    user = held.user if held is not None else _known(kind, value) or _new(kind, value)
    if not user.is_active:
        raise AccountClosed
    if held is None:
        Contact.objects.create(user=user, kind=kind, value=value, proved_at=now)
    else:
        Contact.objects.filter(pk=held.pk).update(proved_at=now)
    grant_role(user, Role.BUYER)
    if not user.language:
        user.language = language
        user.save(update_fields=["language"])
    if not user.customer_id:
        outbox.record("BuyerJoined", {"user_id": user.pk})
    return user


@transaction.atomic
def prove_contact(*, user: User, kind: str, value: str, now: datetime) -> None:
    """Take a contact for proven without a code: the demo's, whose people have neither mailbox nor phone."""
    Contact.objects.get_or_create(
        kind=ContactKind(kind), value=value, defaults={"user": user, "proved_at": now}
    )


@transaction.atomic
def add_contact(*, user: User, kind: ContactKind, value: str, now: datetime) -> None:
    """
    Let a proven contact sign this buyer in, too.

    Raises:
        ContactTaken: it opens another account.
    """
    held, _made = Contact.objects.get_or_create(
        kind=kind, value=value, defaults={"user": user, "proved_at": now}
    )
    if held.user_id != user.pk:
        raise ContactTaken
    outbox.record("BuyerJoined", {"user_id": user.pk})


def _known(kind: ContactKind, value: str) -> User | None:
    """
    Return somebody whom we know by this contact for another reason: staff by e-mail, a seller by phone.

    Not a seller with a PIN: her phone is, or was, shared, so its code does not say that it is she.
    """
    if kind == ContactKind.EMAIL:
        return User.objects.filter(email__iexact=value).first()
    user = User.objects.filter(phone=value).first()
    return user if user is not None and not pin_state(user).is_set else None


def _new(kind: ContactKind, value: str) -> User:
    email = value if kind == ContactKind.EMAIL else f"{new_token().lower()}@{NO_BUYERS_MAILBOX}"
    return User.objects.create_user(email=email, name="")
