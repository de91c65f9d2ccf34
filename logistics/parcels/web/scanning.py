"""
The hub's page: one place, one step, one parcel after the other. By camera where the browser reads codes,
by a scanner that types, or by hand; without a script it is a form that comes back ready for the next one.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import asked, form_page, tell
from jkrlm.people.facade import Role, done, for_roles, has_role, signed_in
from logistics.carriers.facade import is_s10, looks_s10
from logistics.parcels.elsewhere import driver_address, seller_address
from logistics.parcels.models import PLACE_CODE, Parcel
from logistics.parcels.services.scan import scan
from logistics.parcels.services.take_step import Happened
from logistics.parcels.states import SCANNED, Direction, ParcelState, Step
from logistics.parcels.web.common import (
    MOVERS,
    TYPED_MAX,
    KeyedForm,
    PhotoField,
    actor_of,
    badge,
    parcel_or_404,
    read_parcel,
)
from logistics.parcels.web.views import form_view
from logistics.places.facade import PlaceKind, fills, places

#: Where parcels change hands.
KINDS: Final = (PlaceKind.HUB, PlaceKind.COLLECTION, PlaceKind.FACILITY)
SHOWN: Final = 30
#: Who packs, or helps to.
PACKERS: Final = (Role.MEMBER, Role.LEADER, Role.CRP, Role.CLF_OFFICER)


class ScanForm(KeyedForm):
    step = forms.ChoiceField(
        label=gettext_lazy("What happens"), choices=[(each.value, each.label) for each in SCANNED]
    )
    place = forms.ChoiceField(label=gettext_lazy("Where you are"), required=False)
    code = forms.CharField(
        label=gettext_lazy("Parcel"),
        max_length=TYPED_MAX,
        help_text=gettext_lazy("Scan the label, or type its code, the carrier’s number or the order."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "enterkeyhint": "done",
                "spellcheck": "false",
                "data-scan": "",
            }
        ),
    )
    tracking_number = forms.CharField(
        label=gettext_lazy("The carrier’s number, where it gets one now"), max_length=60, required=False
    )
    photo = PhotoField(label=gettext_lazy("Photograph at the hand-over"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        known = [each for kind in KINDS for each in places(kind=kind.value)]
        field.choices = [("", "–"), *((each.code, f"{each.name}, {each.district}") for each in known)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("step") == Step.AT_HUB.value and not given.get("place"):
            self.add_error("place", _("Say at which hub you are."))
        return given


@form_view
@for_roles(*MOVERS)
def scan_page(request: HttpRequest) -> HttpResponse:
    chosen = {
        "step": asked(request, "step") or Step.AT_HUB.value,
        "place": asked(request, "place", PLACE_CODE),
    }
    form = ScanForm(initial={**chosen, "code": asked(request, "code")})
    if request.method == "POST":
        form = ScanForm(request.POST, request.FILES)
        answer = _scanned(request, form)
        if answer is not None:
            return answer
        chosen = {name: request.POST.get(name, "")[:PLACE_CODE] for name in ("step", "place")}
    here = (
        Parcel.objects.filter(at_place=chosen["place"], box__isnull=True)
        if chosen["place"]
        else Parcel.objects.none()
    )
    rows = list(here.filter(state=ParcelState.AT_HUB).order_by("-changed_at")[:SHOWN])
    waits = _waits(rows)
    context = {
        "form": form,
        "rows": [{"row": each, "badge": badge(each.state), "waits": waits.get(each.pk, "")} for each in rows],
        "here": chosen["place"],
        "fill": fills([chosen["place"]]).get(chosen["place"]),
    }
    answer = form_page(request, "logistics_parcels/scan.html", context, form)
    answer["Permissions-Policy"] = "geolocation=(), microphone=(), camera=(self)"
    return answer


def _scanned(request: HttpRequest, form: ScanForm) -> HttpResponse | None:
    """Take the step of the parcel that was scanned; None where it was refused."""
    if not form.is_valid():
        return None
    given = form.cleaned_data
    try:
        found = read_parcel(given["code"])
    except DomainError as refusal:
        tell(form, refusal)
        return None
    step, now = Step(given["step"]), clock.now()
    if found.box is not None and found.state == found.box.state:
        found = found.box  # what does not go along with its box is taken out, and refused by itself
    outcome: list[bool] = []

    def run() -> None:
        happened = Happened(
            step, f"scan:{given['key']}:{found.code}", actor_of(request), now, now, place_code=given["place"]
        )
        outcome.append(
            scan(
                found.code,
                happened,
                tracking_number=given["tracking_number"] if step is Step.HANDED_OVER else "",
                photo_keys=given["photo"],
            )
        )

    if not done(request, form, run, verb=f"parcel.{step.value}", target=f"parcel {found.code}"):
        return None
    found.refresh_from_db()
    _say(request, found, step, is_new=outcome[0])
    return redirect(f"{reverse('parcels:scan')}?{urlencode({'step': step.value, 'place': given['place']})}")


def _say(request: HttpRequest, found: Parcel, step: Step, *, is_new: bool) -> None:
    facts = {"code": found.code, "step": step.label, "number": found.tracking_number}
    if not is_new:
        messages.info(request, _("%(code)s: “%(step)s” stands there already.") % facts)
    elif looks_s10(found.tracking_number) and not is_s10(found.tracking_number):
        messages.warning(
            request, _("%(code)s: done. One figure of %(number)s looks wrong: compare it.") % facts
        )
    else:
        messages.success(request, _("%(code)s: %(step)s.") % facts)
    for waits in _waits([found]).values():
        messages.info(request, waits)


def _waits(found: Sequence[Parcel]) -> dict[int, str]:
    """Say, by id, what parcels at a hub wait for, where their plan puts several into one box. One query."""
    parts = [row for row in found if _is_part(row)]
    if not parts:
        return {}
    rows = Parcel.objects.filter(
        order_id__in={row.order_id for row in parts}, direction=Direction.OUT, state=ParcelState.AT_HUB
    )
    here = Counter(rows.exclude(seller_order="").values_list("order_id", "box_key", "at_place"))
    return {row.pk: _of_all(row, here[row.order_id, row.box_key, row.at_place]) for row in parts}


def _is_part(row: Parcel) -> bool:
    return not row.is_box and row.box_size > 1 and row.state == ParcelState.AT_HUB


def _of_all(row: Parcel, here: int) -> str:
    facts = {"here": here, "all": row.box_size, "number": row.order_number}
    if here == row.box_size:
        return _("Order %(number)s: all %(all)d for one box are here. Pack them together.") % facts
    return _("Order %(number)s: %(here)d of %(all)d for one box are here.") % facts


@require_safe
@never_cache
def scan_one(request: HttpRequest, code: str) -> HttpResponse:
    """
    Where a label's square code leads: who moves parcels to the hub's page, a driver to her stop, who packed
    it to her order. Everybody else reads what the code is for, and nothing of the parcel.
    """
    if has_role(request.user, *MOVERS):
        return redirect(f"{reverse('parcels:scan')}?{urlencode({'code': parcel_or_404(code).code})}")
    if has_role(request.user, Role.DRIVER):
        return redirect(driver_address(signed_in(request), parcel_or_404(code).code))
    if has_role(request.user, *PACKERS):
        return redirect(seller_address(code))
    return render(
        request,
        "logistics_parcels/label_for.html",
        {"packed": reverse("parcels_public:scan-packed", args=[code])},
    )


@require_safe
@never_cache
def scan_packed(request: HttpRequest, code: str) -> HttpResponse:
    """
    Who packed it, and is not signed in yet: that page asks who she is. Here the parcel is not looked up, so
    that nobody learns numbers of orders by trying codes.
    """
    del request
    return redirect(seller_address(code))
