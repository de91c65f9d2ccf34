"""What the public's and the seller's thread share: say something, be content, open it again."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from storefront.grievances.models import Grievance
from storefront.grievances.services.end import accept, reopen
from storefront.grievances.services.talk import reply
from storefront.grievances.states import GrievanceState
from storefront.grievances.web.forms import WordsForm
from storefront.photos import Room


def room_of(grievance: Grievance) -> Room:
    """Whose photographs: what was signed for one grievance is worth nothing in another."""
    return Room(f"grievance:{grievance.pk}")


def is_content(request: HttpRequest) -> bool:
    return request.POST.get("content") == "yes"


def be_content(grievance: Grievance, key: str, now: datetime) -> str:
    """Return what to say. Raises WrongState."""
    accept(number=grievance.number, key=f"{key}:content", now=now)
    return _("Closed. Thank you for telling us.")


def say_more(grievance: Grievance, form: WordsForm, photos: Sequence[str], now: datetime) -> str:
    """
    Add to the thread, or open it again where it is resolved; return what to say.

    Raises:
        WrongState, TooLate, BadWords.
    """
    given = form.cleaned_data
    key, words = str(given["key"]), given["words"]
    if grievance.state == GrievanceState.RESOLVED:
        reopen(number=grievance.number, key=key, words=words, photos=photos, now=now)
        return _("It is open again. We write to you.")
    reply(number=grievance.number, key=key, words=words, photos=photos, now=now)
    return _("Sent.")
