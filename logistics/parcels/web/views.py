"""The desk of parcels: find one, see where it is, do one thing at a time."""

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.forms import asked, form_page
from jkrlm.kernel.money import Money
from jkrlm.people.facade import audit, done, for_roles, has_role, names_of, signed_in
from logistics.carriers.facade import CarrierRefused, CarrierUnavailable, is_s10, looks_s10
from logistics.parcels.errors import AddressAway
from logistics.parcels.models import PLACE_CODE, CarrierAsk, Parcel, Trouble
from logistics.parcels.papers import FORMATS, label_pdf, packing_list_pdf
from logistics.parcels.selectors import found_by, place_names
from logistics.parcels.services.ask_carrier import ask_again, settle
from logistics.parcels.services.keep_label import carriers_label, may_have_label
from logistics.parcels.states import (
    IN_TROUBLE,
    OVER,
    UNDER_WAY,
    WITH_US,
    AskState,
    ClaimState,
    Direction,
    ParcelState,
    Step,
)
from logistics.parcels.web.acts import ACTS, Call, acts_of, behind_in, together_with
from logistics.parcels.web.common import (
    MOVERS,
    READERS,
    actor_of,
    badge,
    parcel_or_404,
)
from media.facade import FilesUnavailable, PictureUnknown, paper_answer, picture_answer

form_view = require_http_methods(["GET", "HEAD", "POST"])
PAGE: Final = 50
#: With nothing heard for so long a parcel on its way is worth a call.
SILENT: Final = timedelta(days=4)
LANES: Final = {
    "waiting": gettext_lazy("Waits to be fetched"),
    "hub": gettext_lazy("At a hub"),
    "carrier": gettext_lazy("With a carrier"),
    "late": gettext_lazy("Late"),
    "trouble": gettext_lazy("Wrong"),
    "back": gettext_lazy("Coming back"),
    "": gettext_lazy("All"),
}


def lane_of(name: str) -> QuerySet[Parcel]:
    """
    Return the parcels of a lane; what travels in a box is seen as the box. What a carrier says it lost is
    wrong until somebody says who bears it; a box is as long as something lies in it that is not sent.
    """
    rows = Parcel.objects.filter(box__isnull=True)
    troubles = Trouble.objects.filter(Q(parcel=OuterRef("pk")) | Q(parcel__box=OuterRef("pk")))
    behind = Parcel.objects.filter(box=OuterRef("pk")).exclude(state=OuterRef("state"))
    late = Q(expected__lt=clock.today()) | Q(promises__isnull=False)
    lanes = {
        "waiting": rows.filter(state__in=(ParcelState.READY, ParcelState.COLLECTED), direction=Direction.OUT),
        "hub": rows.filter(state=ParcelState.AT_HUB),
        "carrier": rows.filter(state=ParcelState.HANDED_OVER, direction=Direction.OUT),
        "late": rows.filter(late, state__in=UNDER_WAY, direction=Direction.OUT).distinct(),
        "trouble": rows.filter(
            Q(state__in=IN_TROUBLE)
            | Q(Q(state=ParcelState.LOST), ~Exists(troubles))
            | Exists(troubles.filter(claim_state=ClaimState.OPEN))
            | Q(Exists(behind), state__in=UNDER_WAY)
        ),
        "back": rows.filter(direction=Direction.BACK).exclude(state__in=OVER),
    }
    return lanes.get(name, rows)


@require_safe
@for_roles(*READERS)
def desk(request: HttpRequest) -> HttpResponse:
    lane = asked(request, "lane")
    words, before = asked(request, "q"), asked(request, "before", 18)
    found = found_by(words) if words else lane_of(lane)
    hub = asked(request, "hub", PLACE_CODE)
    if hub:
        found = found.filter(Q(hub_code=hub) | Q(at_place=hub))
    if before.isascii() and before.isdigit():
        found = found.filter(pk__lt=int(before))
    rows = list(found.order_by("-id")[: PAGE + 1])
    names = place_names({each.at_place or each.from_place for each in rows})
    kept: dict[str, str] = {"lane": lane, "q": words, "hub": hub}
    context = {
        "lane": lane if lane in LANES else "",
        "lanes": [
            {"name": name, "title": title, "count": lane_of(name).count() if name else None}
            for name, title in LANES.items()
        ],
        "q": words,
        "rows": [
            {
                "row": each,
                "badge": badge(each.state),
                "where": names.get(each.at_place or each.from_place, ""),
            }
            for each in rows[:PAGE]
        ],
        "following": f"?{urlencode({**kept, 'before': str(rows[PAGE - 1].pk)})}" if len(rows) > PAGE else "",
        "failed": CarrierAsk.objects.exclude(state=AskState.DONE).count(),
        "may_scan": has_role(request.user, *MOVERS),
    }
    return render(request, "logistics_parcels/desk.html", context)


@require_safe
@for_roles(*READERS)
def one(request: HttpRequest, code: str) -> HttpResponse:
    found = parcel_or_404(code)
    steps = list(found.steps.order_by("-id"))
    troubles = list(found.troubles.order_by("-id"))
    asks = list(found.asks.order_by("-id"))
    who = names_of({*(each.actor for each in steps), *(each.actor for each in troubles)})
    names = place_names(
        {found.from_place, found.hub_code, found.at_place, *(each.place_code for each in steps)}
    )
    number = found.tracking_number
    context: dict[str, Any] = {
        "parcel": found,
        "badge": badge(found.state),
        "from_name": names.get(found.from_place, found.from_place),
        "hub_name": names.get(found.hub_code, found.hub_code),
        "at_name": names.get(found.at_place, found.at_place),
        "value": Money(found.declared_value, "INR"),
        "cash": Money(found.cash_to_collect, "INR"),
        "steps": [
            {
                "row": each,
                "title": Step(each.step).label,
                "where": each.where or names.get(each.place_code, ""),
                "who": who.get(each.actor, each.actor),
            }
            for each in steps
        ],
        "troubles": [
            {"row": each, "who": who.get(each.actor, each.actor), "claimed": Money(each.claimed, "INR")}
            for each in troubles
        ],
        "asks": asks,
        "promises": list(found.promises.order_by("id")),
        "photos": list(found.photos.order_by("place")),
        "inside": list(found.inside.order_by("id")) if found.is_box else [],
        "behind": behind_in(found),
        "is_with_us": found.state in WITH_US,
        "box": found.box,
        "goes_along": found.box is not None
        and found.state == found.box.state
        and found.state != ParcelState.CANCELLED,
        "together": [each for each in together_with(found) if each.pk != found.pk]
        if found.box_size > 1 and not found.is_box
        else [],
        "doubtful": looks_s10(number) and not is_s10(number),
        "formats": FORMATS,
        "has_own_label": may_have_label(found),
        "acts": [{"name": name, "title": act.title} for name, act in acts_of(found)]
        if has_role(request.user, *MOVERS)
        else [],
        "may_settle": has_role(request.user, *MOVERS),
    }
    return render(request, "logistics_parcels/parcel.html", context)


@form_view
@for_roles(*MOVERS)
def act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """One of the acts of the table: a GET shows its form, a POST does it once."""
    found, chosen = parcel_or_404(code), ACTS.get(act)
    if chosen is None:
        raise Http404
    form = chosen.form(initial={"tracking_number": found.tracking_number})
    if request.method == "POST":
        form = chosen.form(request.POST, request.FILES)
        call = Call(found, form, actor_of(request), clock.now())
        if done(request, form, lambda: chosen.run(call), verb=f"parcel.{act}", target=f"parcel {code}"):
            found.refresh_from_db()
            _say(request, found)
            return redirect("parcels:one", code=found.box.code if found.box else code)
    context = {"parcel": found, "title": chosen.title, "explained": chosen.explained, "form": form}
    return form_page(request, "logistics_parcels/act.html", context, form)


def _say(request: HttpRequest, found: Parcel) -> None:
    number = found.tracking_number
    if looks_s10(number) and not is_s10(number):
        doubt = _("Done. One figure of %(number)s looks wrong: compare it with the receipt once more.")
        messages.warning(request, doubt % {"number": number})
    else:
        messages.success(request, _("Done."))


@require_safe
@for_roles(*READERS)
def label(request: HttpRequest, code: str) -> HttpResponse:
    """The label, with the address as the store has it now; kept nowhere, and its printing is audited."""
    found = parcel_or_404(code)
    size = asked(request, "size")
    try:
        made = label_pdf(found.code, size=size if size in FORMATS else FORMATS[0])
    except AddressAway as away:
        return _no_paper(request, found, away.message, 503)
    audit(actor=signed_in(request), verb="parcel.label", target=f"parcel {code}")
    return _paper(made, f"umeed-{code}-label.pdf")


@require_safe
@for_roles(*READERS)
def own_label(request: HttpRequest, code: str) -> HttpResponse:
    """The carrier's own label, where it gives one; its printing is audited."""
    found = parcel_or_404(code)
    try:
        key = carriers_label(found, now=clock.now())
    except CarrierRefused as refusal:
        return _no_paper(request, found, refusal.message, 409)
    except (CarrierUnavailable, FilesUnavailable):
        words = _("%(carrier)s does not answer now. Print our label, or try again in a few minutes.")
        return _no_paper(request, found, words % {"carrier": found.carrier}, 503)
    if key is None:
        words = _("%(carrier)s gives no label of its own for %(number)s: print ours.")
        facts = {"carrier": found.carrier, "number": found.tracking_number or found.code}
        return _no_paper(request, found, words % facts, 404)
    audit(actor=signed_in(request), verb="parcel.carriers-label", target=f"parcel {code}")
    return paper_answer(key, filename=f"{found.carrier}-{found.tracking_number}.pdf")


@require_safe
@for_roles(*READERS)
def packing_list(_request: HttpRequest, code: str) -> HttpResponse:
    return _paper(packing_list_pdf(parcel_or_404(code).code), f"umeed-{code}-list.pdf")


def _no_paper(request: HttpRequest, found: Parcel, words: str, status: int) -> HttpResponse:
    context = {"parcel": found, "refusal": words}
    return render(request, "logistics_parcels/no_paper.html", context, status=status)


def _paper(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
@for_roles(*READERS)
def photo(request: HttpRequest, code: str, place: int) -> HttpResponse:
    found = parcel_or_404(code).photos.filter(place=place).first()
    if found is None:
        raise Http404
    try:
        return picture_answer(request, found.picture_key, 512)  # type: ignore[return-value]
    except PictureUnknown as unknown:
        raise Http404 from unknown


@require_safe
@for_roles(*READERS)
def queue(request: HttpRequest) -> HttpResponse:
    """What carriers were asked and have not answered, what they refused first."""
    rows = CarrierAsk.objects.exclude(state=AskState.DONE).select_related("parcel").order_by("state", "id")
    lately = CarrierAsk.objects.filter(state=AskState.DONE).select_related("parcel").order_by("-changed_at")
    context = {"rows": rows[:PAGE], "lately": lately[:20], "may_move": has_role(request.user, *MOVERS)}
    return render(request, "logistics_parcels/queue.html", context)


@require_POST
@for_roles(*MOVERS)
def again(request: HttpRequest, number: int) -> HttpResponse:
    if ask_again(number, now=clock.now()):
        audit(actor=signed_in(request), verb="parcel.ask-again", target=f"carrier ask {number}")
        messages.success(request, _("It is asked again."))
    else:
        messages.info(request, _("It is answered already."))
    return redirect("parcels:queue")


@require_POST
@for_roles(*MOVERS)
def settled(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody called the carrier about what it refused."""
    if settle(number, now=clock.now()):
        audit(actor=signed_in(request), verb="parcel.settled", target=f"carrier ask {number}")
        messages.success(request, _("It is not asked any more."))
    else:
        messages.info(request, _("It is answered already."))
    return redirect("parcels:queue")
