"""The store's customer follows the account, after commit."""

from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import NO_BUYERS_MAILBOX, User
from storefront.accounts import store
from storefront.accounts.models import Contact, ContactKind


def keep_customer(*, user_id: int) -> str:
    """
    Make the store's customer of a buyer, or tell it the address that she proved since; return its id.

    Doing it again changes nothing: a customer with her proven address is hers.
    """
    user = User.objects.filter(pk=user_id).first()
    if user is None or not Contact.objects.filter(user=user).exists():
        return ""  # erased meanwhile
    email = store_email(user)
    if not user.customer_id:
        made = store.make_customer(email=email, name=user.name, language=user.language)
        User.objects.filter(pk=user.pk, customer_id="").update(customer_id=made)
        return made
    try:
        store.rename_customer(customer_id=user.customer_id, email=email, name=user.name)
    except DomainError as refusal:
        if refusal.code != "UNIQUE":
            raise
    return user.customer_id


def store_email(user: User) -> str:
    """Return the address that the store knows a buyer by: the first she proved, or nobody's."""
    proved = Contact.objects.filter(user=user, kind=ContactKind.EMAIL).order_by("pk").first()
    return proved.value if proved is not None else f"buyer-{user.pk}@{NO_BUYERS_MAILBOX}"


def mailbox_of(user: User) -> str:
    """Return where a buyer reads mail: a proven mailbox, else one known of her; empty where there is none."""
    email = store_email(user)
    return user.mailbox if email.endswith(f"@{NO_BUYERS_MAILBOX}") else email


def phone_of(user: User) -> str:
    proved = Contact.objects.filter(user=user, kind=ContactKind.PHONE).order_by("pk").first()
    return proved.value if proved is not None else ""
