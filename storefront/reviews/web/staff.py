"""The desk that reads what was written: what waits longest first, one text at a time."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import Role, audit_trail, for_roles, signed_in
from media.facade import rendition_url
from storefront.reviews.errors import ChangedMeanwhile, TextUnknown
from storefront.reviews.models import Answer, Question, Review
from storefront.reviews.services.common import Text, name_of
from storefront.reviews.services.decide import KINDS, Decision, decide, text_of
from storefront.reviews.states import TRANSITIONS, TextState
from storefront.reviews.web.forms import DecisionForm

DESK: Final = (Role.EDITOR, Role.ADMINISTRATOR)
SHOWN: Final = 50
#: After so many hours without being read a text is marked as late.
LATE_HOURS: Final = 48


@dataclass(frozen=True, slots=True)
class QueueRow:
    what: str
    id: int
    kind: str
    product: str
    group: str
    stars: int
    words: str
    language: str
    photos: int
    at: datetime
    hours: int
    is_late: bool


def _kind_names() -> dict[str, str]:
    return {"review": _("Review"), "question": _("Question"), "answer": _("Answer")}


@require_safe
@for_roles(*DESK)
def queue(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("state", "")
    state = TextState(wanted) if wanted in TextState.values else TextState.SUBMITTED
    now, names = clock.now(), _kind_names()
    rows = [
        _row(what, names[what], text, now)
        for what, model in KINDS.items()
        for text in _of_state(model, state)
    ]
    rows.sort(key=lambda row: row.at, reverse=state != TextState.SUBMITTED)
    counts = {each: sum(_count(model, each) for model in KINDS.values()) for each in TextState}
    context = {
        "rows": rows[:SHOWN],
        "state": state,
        "tabs": [(each.value, each.label, counts[each], each == state) for each in TextState],
        "waiting": counts[TextState.SUBMITTED],
        "more": len(rows) > SHOWN,
    }
    return render(request, "shop_reviews/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def text(request: HttpRequest, what: str, number: int) -> HttpResponse:
    try:
        found = text_of(what, number)
    except TextUnknown as unknown:
        raise Http404(unknown.message) from unknown
    choices = [
        state
        for state in (TextState.PUBLISHED, TextState.REFUSED, TextState.HIDDEN)
        if state in TRANSITIONS[TextState(found.state)]
    ]
    if request.method != "POST":
        form = DecisionForm(choices=choices, initial={"version": found.version, "words": found.words})
        return _page(request, what, found, form)
    form = DecisionForm(request.POST, choices=choices)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            _decide(request, what, number, form)
        except ChangedMeanwhile as refusal:
            tell(form, refusal)
            status = HTTPStatus.CONFLICT
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Decided. The writer is told."))
            return redirect("staff_reviews:desk")
    return _page(request, what, found, form, status=status)


def _decide(request: HttpRequest, what: str, number: int, form: DecisionForm) -> None:
    given = form.cleaned_data
    decision = Decision(
        to=TextState(given["decision"]),
        version=given["version"],
        reason=given["reason"],
        reason_words=given["reason_words"],
        words=given["words"].replace("\r\n", "\n"),
    )
    decide(what=what, number=number, decision=decision, user=signed_in(request), now=clock.now())


def _of_state(model: type[Review] | type[Question] | type[Answer], state: TextState) -> list[Text]:
    order = "changed_at" if state == TextState.SUBMITTED else "-changed_at"
    return list(model.objects.filter(state=state).order_by(order)[: SHOWN + 1])


def _count(model: type[Review] | type[Question] | type[Answer], state: TextState) -> int:
    return model.objects.filter(state=state).count()


def _row(what: str, kind: str, found: Text, now: datetime) -> QueueRow:
    hours = int((now - found.changed_at).total_seconds() // 3600)
    return QueueRow(
        what=what,
        id=found.pk,
        kind=kind,
        product=found.product_name,
        group=found.group_code,
        stars=found.stars if isinstance(found, Review) else 0,
        words=found.words[:160],
        language=found.language,
        photos=len(found.photos) if isinstance(found, Review) else 0,
        at=found.changed_at,
        hours=hours,
        is_late=found.state == TextState.SUBMITTED and hours >= LATE_HOURS,
    )


def _page(
    request: HttpRequest, what: str, found: Text, form: DecisionForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context: dict[str, Any] = {
        "what": what,
        "kind": _kind_names()[what],
        "text": found,
        "stars": found.stars if isinstance(found, Review) else 0,
        "photos": [rendition_url(key, 512) for key in found.photos] if isinstance(found, Review) else [],
        "about": _about(found),
        "form": form,
        "may": bool(form.fields["decision"].choices),  # type: ignore[attr-defined]
        "history": audit_trail(name_of(found), most=30),
    }
    return render(request, "shop_reviews/text.html", context, status=status)


def _about(found: Text) -> Text | None:
    """Return what an answer answers."""
    return (found.review or found.question) if isinstance(found, Answer) else None
