"""What everybody reads: which exhibitions there are, one with its map and makers, and the free pass."""

import json
import uuid
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

import exhibitions.plan.facade as plan
from exhibitions.plan import paper, rows, selectors, structured
from exhibitions.plan.handed_in import handed_in
from exhibitions.plan.models import Exhibition as Row
from exhibitions.plan.models import VisitorPass
from exhibitions.plan.services import make_pass as passes
from exhibitions.plan.states import PUBLIC_STATES, ExhibitionState
from exhibitions.plan.web.forms import PassForm
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import network_of
from logistics.places.facade import PlaceUnknown, place
from media.facade import FilesUnavailable, card_answer, make_card, qr_svg
from sellers.registry.facade import Group, groups_by_code

GOODS_SHOWN: Final = 8
PAST_SHOWN: Final = 12
_SHARE: Final = Path(__file__).parents[1] / "documents" / "share.typ"
_OPEN: Final = (ExhibitionState.INVITING, ExhibitionState.ALLOTTED, ExhibitionState.RUNNING)


@dataclass(frozen=True, slots=True)
class Card:
    """One exhibition in the list."""

    url: str
    name: str
    days: str
    place: str
    when: str
    month: str
    day: int
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class StandingGroup:
    stall: str
    name: str
    place: str
    slug: str


def language_now() -> str:
    return (get_language() or "en").split("-")[0]


def text_of(row: Row, name: str, language: str) -> tuple[str, bool]:
    """Return a text in a language, and whether it is that language's: else it is English."""
    own = getattr(row, f"{name}_{language}", "") if language != "en" else ""
    return (own, True) if own else (getattr(row, name), language == "en")


@require_safe
@vary_on_headers("Cookie")
def listed(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    found = plan.exhibitions(states=PUBLIC_STATES)
    ahead = [each for each in found if each.closes_on >= today]
    now = [each for each in ahead if each.opens_on <= today and each.state == ExhibitionState.RUNNING]
    past = [each for each in found if each.closes_on < today and each.state != ExhibitionState.CANCELLED]
    context = {
        "now": [_card(each) for each in now],
        "ahead": [_card(each) for each in ahead if each not in now],
        "past": [_card(each) for each in reversed(past)][:PAST_SHOWN],
    }
    return render(request, "exhibitions_plan/public/listed.html", context)


def _card(fair: plan.Exhibition) -> Card:
    return Card(
        url=reverse("exhibitions_public:one", args=(fair.slug,)),
        name=fair.names[language_now()],
        days=rows.days_words(fair.opens_on, fair.closes_on),
        place=f"{fair.venue}, {fair.town}",
        when=rows.when_words(fair, clock.today()),
        month=date_format(fair.opens_on, "M"),
        day=fair.opens_on.day,
        is_cancelled=fair.state == ExhibitionState.CANCELLED,
    )


def _row_or_404(slug: str) -> Row:
    """Return what the public may see. Raises Http404: there is none at this address, or it is a draft."""
    row = Row.objects.filter(slug=slug, state__in=PUBLIC_STATES).first()
    if row is None:
        raise Http404(_("There is no exhibition at this address."))
    return row


@require_safe
@vary_on_headers("Cookie")
def one(request: HttpRequest, slug: str) -> HttpResponse:
    row = _row_or_404(slug)
    fair, language = selectors.view_of(row), language_now()
    standing = plan.groups_at(fair.code)
    known = groups_by_code([each.group_code for each in standing])
    about, is_own = text_of(row, "about", language)
    directions, directions_own = text_of(row, "directions", language)
    path = reverse("exhibitions_public:one", args=(slug,))
    share = _share(fair, language)
    stalls = plan.stalls(fair.code)
    names = {code: _name(each, language) for code, each in known.items()}
    marks = rows.marks_of(fair, names=names, href="#stall-{stall}")
    context: dict[str, Any] = {
        "fair": fair,
        "name": fair.names[language],
        "days": rows.days_words(fair.opens_on, fair.closes_on),
        "hours": rows.hours_words(fair.opens_at, fair.closes_at),
        "when": rows.when_words(fair, clock.today()),
        "about": about,
        "about_lang": "" if is_own else "en",
        "directions": directions,
        "directions_lang": "" if directions_own else "en",
        "path": path,
        "share_picture": {"url": share.path, "alt": fair.names[language]},
        "event": structured.event_data(
            fair,
            path=path,
            name=fair.names[language],
            about=about or fair.names[language],
            picture=share.path,
        ),
        "is_cancelled": fair.state == ExhibitionState.CANCELLED,
        "why": plan.why_cancelled(fair.code),
        "takes_passes": fair.state in _OPEN and clock.today() <= fair.closes_on,
        "map": plan.stall_map(fair.code, marks, language=language) if stalls else None,
        "zones": _by_zone(fair, stalls, standing, known, language),
        "groups": len(standing),
        "draw": handed_in.draw_of(fair.code),
        "goods": _goods(standing),
        "programme": rows.programme_days(fair, language),
        "point": _point(fair),
    }
    return render(request, "exhibitions_plan/public/one.html", context)


def _name(group: Group, language: str) -> str:
    return str({"hi": group.name_hi, "ur": group.name_ur}.get(language) or group.name)


def _by_zone(
    fair: plan.Exhibition,
    stalls: tuple[plan.Stall, ...],
    standing: tuple[plan.PublicGroup, ...],
    known: dict[str, Group],
    language: str,
) -> list[tuple[str, list[StandingGroup]]]:
    """Return who stands where, by zone, in the order of the stalls."""
    by_stall = {each.stall_code: known[each.group_code] for each in standing if each.group_code in known}
    found = []
    for zone in plan.zones(fair.code):
        mine = [
            StandingGroup(stall.code, _name(group, language), group.district, group.slug)
            for stall in stalls
            if stall.zone_code == zone.code and (group := by_stall.get(stall.code)) is not None
        ]
        if mine:
            found.append((f"{zone.code} · {zone.names.get(language, zone.name)}", mine))
    return found


def _goods(standing: tuple[plan.PublicGroup, ...]) -> list[object]:
    """Return cards of what is brought: one of each group in turn, so that none fills the shelf."""
    turns = max((len(each.product_ids) for each in standing), default=0)
    ids = [
        each.product_ids[turn] for turn in range(turns) for each in standing if turn < len(each.product_ids)
    ]
    return list(handed_in.cards(tuple(dict.fromkeys(ids))[:GOODS_SHOWN]))


def _point(fair: plan.Exhibition) -> tuple[str, str] | None:
    """Return latitude and longitude as others' maps take them; None where nobody knows."""
    try:
        found = place(fair.place_code)
    except PlaceUnknown:
        return None
    if found.latitude is None or found.longitude is None:
        return None
    return f"{found.latitude:.5f}", f"{found.longitude:.5f}"


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The exhibition for the visitor's own calendar."""
    del request
    row = _row_or_404(slug)
    fair, language = selectors.view_of(row), language_now()
    about, _own = text_of(row, "about", language)
    path = reverse("exhibitions_public:one", args=(slug,))
    body = structured.calendar(fair, path=path, name=fair.names[language], about=about)
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{fair.slug}.ics"'
    return answer


@dataclass(frozen=True, slots=True)
class Share:
    """The card that others show: ``name`` is a digest of all that is on it."""

    name: str
    path: str
    data: dict[str, str]


def _share(fair: plan.Exhibition, language: str) -> Share:
    data = {
        "title": fair.names[language][:60],
        "days": rows.days_words(fair.opens_on, fair.closes_on),
        "place": f"{fair.venue}, {fair.town}"[:70],
        "line": _("Women’s self-help groups of Jammu & Kashmir sell what they make. Entry is free."),
    }
    on_it = json.dumps([data, language], sort_keys=True).encode() + _SHARE.read_bytes()
    name = sha256(on_it).hexdigest()[:32]
    return Share(name, reverse("exhibitions_public:share", args=(fair.slug, name)), data)


@require_safe
def share(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """The exhibition's picture for others, drawn when it is first asked for."""
    language = language_now()
    wanted = _share(selectors.view_of(_row_or_404(slug)), language)
    if wanted.name != name:
        raise Http404(_("There is no such picture."))
    try:
        made = card_answer(request, name)
        if made is None:
            make_card(name, _SHARE, wanted.data, language=language, pictures={})
            made = card_answer(request, name)
    except FilesUnavailable as away:
        raise Http404(away.message) from away
    if made is None:
        raise Http404(_("There is no such picture."))
    return made


@require_http_methods(["GET", "HEAD", "POST"])
def ask_pass(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a free pass: a name, a number or an address, how many come."""
    row = _row_or_404(slug)
    fair = selectors.view_of(row)
    is_open = fair.state in _OPEN and clock.today() <= fair.closes_on
    form = PassForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4()})
    status = HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            made = passes.make_pass(
                code=row.code,
                wish=form.wish(language_now()),
                network=network_of(request),
                now=clock.now(),
                today=clock.today(),
            )
        except plan.TooManyPasses as refusal:
            tell(form, refusal)
            status = HTTPStatus.TOO_MANY_REQUESTS
        except plan.MoveRefused as refusal:
            tell(form, refusal)
            status = HTTPStatus.CONFLICT
        except DomainError as refusal:
            tell(form, refusal)
        else:
            return redirect("exhibitions_public:pass", slug, made.token)
    context = {
        "fair": fair,
        "name": fair.names[language_now()],
        "days": rows.days_words(fair.opens_on, fair.closes_on),
        "form": form,
        "is_open": is_open,
    }
    answer = form_page(request, "exhibitions_plan/public/ask_pass.html", context, form)
    if status != HTTPStatus.OK:
        answer.status_code = status
    return answer


def _pass_or_404(slug: str, token: str) -> VisitorPass:
    found = (
        VisitorPass.objects.filter(Q(exhibition__slug=slug) & Q(token=token))
        .select_related("exhibition")
        .first()
    )
    if found is None:
        raise Http404(_("There is no pass at this address."))
    return found


def _code(row: VisitorPass) -> SafeString:
    return mark_safe(qr_svg(paper.pass_url(row)))  # noqa: S308 -- drawn by segno


@require_safe
def visitor_pass(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The pass itself: its code, to be shown at the gate."""
    row = _pass_or_404(slug, token)
    fair = selectors.view_of(row.exhibition)
    context = {
        "fair": fair,
        "name": fair.names[language_now()],
        "days": rows.days_words(fair.opens_on, fair.closes_on),
        "hours": rows.hours_words(fair.opens_at, fair.closes_at),
        "pass": row,
        "number": selectors.pass_number(row),
        "code": _code(row),
        "is_cancelled": fair.state == ExhibitionState.CANCELLED,
    }
    answer = render(request, "exhibitions_plan/public/pass.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def pass_pdf(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    del request
    row = _pass_or_404(slug, token)
    answer = HttpResponse(paper.pass_pdf(row, language_now()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="pass-{selectors.pass_number(row)}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
