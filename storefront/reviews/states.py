"""The life of a review, a question or an answer, and why one is not shown."""

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class TextState(TextChoices):
    """``HIDDEN`` was published, and taken off again. Written anew, each is ``SUBMITTED`` once more."""

    SUBMITTED = "submitted", _("Being read")
    PUBLISHED = "published", _("Published")
    REFUSED = "refused", _("Not published")
    HIDDEN = "hidden", _("Taken off")


_S = TextState
TRANSITIONS: Final[Mapping[TextState, frozenset[TextState]]] = {
    _S.SUBMITTED: frozenset({_S.PUBLISHED, _S.REFUSED, _S.SUBMITTED}),
    _S.PUBLISHED: frozenset({_S.HIDDEN, _S.SUBMITTED}),
    _S.REFUSED: frozenset({_S.SUBMITTED, _S.PUBLISHED}),
    _S.HIDDEN: frozenset({_S.SUBMITTED, _S.PUBLISHED}),
}


class Reason(TextChoices):
    """Why something is not shown; a bad opinion of the goods is none of them."""

    PERSONAL = "personal", _("It names a person, a phone number or an address")
    ABUSE = "abuse", _("It insults or threatens somebody")
    ELSEWHERE = "elsewhere", _("It is not about this piece")
    ADVERT = "advert", _("It advertises something")
    PHOTO = "photo", _("A photograph shows people, or something else than the piece")
    UNREADABLE = "unreadable", _("We could not make out what is meant")
    OTHER = "other", _("Another reason, said in words")


#: What the writer can do about it.
MENDING: Final[Mapping[str, Promise]] = {
    Reason.PERSONAL: _("Leave names, numbers and addresses of people out, and send it again."),
    Reason.ABUSE: _("Say what is wrong with the piece, without insult, and send it again."),
    Reason.ELSEWHERE: _("For an order or a parcel, the order’s page and the grievance page help."),
    Reason.ADVERT: _("Leave the advertisement out, and send it again."),
    Reason.PHOTO: _("Take that photograph out, and send it again."),
    Reason.UNREADABLE: _("Say it in other words, and send it again."),
    Reason.OTHER: _("Change it, and send it again."),
}
