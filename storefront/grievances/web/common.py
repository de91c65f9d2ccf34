"""What the public's and the seller's thread share: say something, be content, open it again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest
from django.utils.translation import gettext as _

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import TooManyAttempts, count_attempt
from storefront.grievances import rules
from storefront.grievances.errors import TooLate, WrongState
from storefront.grievances.models import Grievance
from storefront.grievances.services.end import accept, reopen
from storefront.grievances.services.talk import reply
from storefront.grievances.states import GrievanceState
from storefront.grievances.web.forms import WordsForm
from storefront.photos import PhotosRefused, Room


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


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer in a thread: ``said`` where it went through, else the form as it was typed."""

    form: WordsForm
    photos: tuple[str, ...]
    status: HTTPStatus
    said: str = ""


def answer(request: HttpRequest, grievance: Grievance, take: Callable[[], tuple[str, ...]]) -> Answered:
    """Say more, or be content, as a thread's form asks; ``take`` keeps the photographs that came with it."""
    form = WordsForm(request.POST)
    photos: tuple[str, ...] = ()
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        if is_content(request):
            return Answered(
                form, (), HTTPStatus.OK, be_content(grievance, request.POST.get("key", "")[:60], clock.now())
            )
        photos = take()
        if form.is_valid():
            count_attempt(rules.MESSAGES_PER_LINK, subject=grievance.number, now=clock.now())
            return Answered(form, photos, HTTPStatus.OK, say_more(grievance, form, photos, clock.now()))
    except PhotosRefused as refusal:
        photos, status = refusal.params["kept"], HTTPStatus(refusal.status)
        tell(form, refusal)
    except TooManyAttempts as refusal:
        tell(form, refusal)
        status = HTTPStatus.TOO_MANY_REQUESTS
    except (WrongState, TooLate) as refusal:
        tell(form, refusal)
        status = HTTPStatus.CONFLICT
    except DomainError as refusal:
        tell(form, refusal)
    return Answered(form, photos, status)
