"""Why goods are sent back: what an editor picks, in the seller's words and language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENT_BACK_REASONS: Final[Mapping[str, Promise]] = {
    "photo-dark": _("The photo is too dark or not sharp. Take it in daylight."),
    "photo-other": _("The photo shows something else, or people who have not agreed."),
    "photo-more": _("One photo is not enough: show all of it, and one close by."),
    "not-understood": _("We could not understand what it is. Speak or write a little more."),
    "price": _("The price does not seem right. Look at it once more."),
    "size": _("Size or weight is missing."),
    "not-handmade": _("Only what your group has made itself can be sold here."),
    "licence": _("A licence is missing. Ask your resource person."),
    "double": _("This is on sale already. Change how many there are instead."),
}


def reason_label(slug: str) -> str:
    """Return the sentence in the active language; an unknown reason stands for itself."""
    found = SENT_BACK_REASONS.get(slug)
    return str(found) if found is not None else slug
