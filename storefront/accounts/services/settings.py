"""Name and language of an account."""

from django.conf import settings

from jkrlm.kernel import outbox
from jkrlm.people.facade import User


def remember_language(*, user: User, shown: str) -> str:
    """
    Return the language that a buyer goes on in after signing in.

    A page in Hindi or Urdu was chosen, and is remembered; on the English one, which everybody lands on, what
    the account remembers goes on.
    """
    if shown != settings.LANGUAGE_CODE and user.language != shown:
        User.objects.filter(pk=user.pk).update(language=shown)
        user.language = shown
    return user.language or shown


def change_settings(*, user: User, name: str, language: str) -> None:
    """Keep name and language; the store's customer is told."""
    user.name, user.language = " ".join(name.split()), language
    user.save(update_fields=["name", "language"])
    outbox.record("BuyerJoined", {"user_id": user.pk})
