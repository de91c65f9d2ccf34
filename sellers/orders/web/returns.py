"""What buyers want to send back: the queue with its clocks, one return, and one act at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.badges import Badge
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page
from jkrlm.people.facade import done, for_roles, has_role
from media.facade import ACCEPTED_PICTURES, FilesUnavailable, PictureRefused, picture_answer, store_picture
from sellers.orders.errors import ReturnUnknown
from sellers.orders.for_buyers import photo_of_return, view_of
from sellers.orders.models import ReturnCase, ReturnLine
from sellers.orders.return_models import PHOTOS_MOST
from sellers.orders.return_states import CLOCKS, UNDER_WAY, ReturnState
from sellers.orders.services import move_return
from sellers.orders.services.inspect_return import inspect_return
from sellers.orders.services.move import By
from sellers.orders.states import Bearer
from sellers.orders.web.acts import DESK, PROPOSERS
from sellers.orders.web.forms import DeskForm
from sellers.orders.web.rows import people_of
from sellers.orders.web.views import by, form_view, target_of

SHOWN: Final = 100
PHOTO_SIZE: Final = 512
OPEN: Final = (*UNDER_WAY, ReturnState.REJECTED)
_SHADES: Final = {
    ReturnState.ASKED: ("warn", "clock"),
    ReturnState.APPROVED: ("off", "check"),
    ReturnState.BOOKED: ("off", "truck"),
    ReturnState.RECEIVED: ("warn", "parcel"),
    ReturnState.ACCEPTED: ("off", "check"),
    ReturnState.REFUNDED: ("ok", "check"),
    ReturnState.REFUSED: ("err", "close"),
    ReturnState.REJECTED: ("err", "warn"),
    ReturnState.SENT_BACK: ("off", "return"),
    ReturnState.CLOSED: ("off", "close"),
}


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures; once the form is in order, the keys under which media keeps them."""

    widget = PhotosInput

    def clean(self, data: Any, _initial: Any = None) -> list[UploadedFile]:
        sent = [each for each in (data or []) if each]
        if len(sent) > PHOTOS_MOST:
            raise forms.ValidationError(
                _("At most %(most)d photographs.") % {"most": PHOTOS_MOST}, code="many"
            )
        return sent

    def keep(self, form: forms.Form, name: str) -> None:
        """Put the keys into the clean values; where something is missing, say that the files are, too."""
        sent = form.cleaned_data.get(name)
        if sent and form.errors:
            # No browser sends chosen files again by itself.
            form.add_error(name, _("Choose the photographs again: something else was missing."))
            return
        try:
            form.cleaned_data[name] = tuple(
                store_picture(each.read(), private=True).key for each in sent or ()
            )
        except (FilesUnavailable, PictureRefused) as refused:
            form.add_error(name, forms.ValidationError(refused.message, code="picture"))


def photos_field(label: Any, **more: Any) -> PhotosField:
    widget = PhotosInput(attrs={"class": "field", "accept": ACCEPTED_PICTURES})
    return PhotosField(label=label, required=False, widget=widget, **more)


class AnswerForm(DeskForm):
    words = forms.CharField(
        label=gettext_lazy("In words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The buyer reads it."),
    )


class PickupForm(DeskForm):
    pickup_on = forms.DateField(
        label=gettext_lazy("The carrier comes on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class BareForm(DeskForm):
    """Nothing to fill in."""


class InspectForm(DeskForm):
    """How many of each line are accepted."""

    bearer = forms.ChoiceField(label=gettext_lazy("Who bears it"), choices=Bearer.choices)
    with_delivery = forms.BooleanField(label=gettext_lazy("The delivery goes back, too"), required=False)
    words = forms.CharField(
        label=gettext_lazy("What you saw"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The buyer and the group read it. Needed where something is not accepted."),
    )
    photos = photos_field(gettext_lazy("Photographs of what is not accepted"))

    def __init__(self, *args: Any, lines: list[ReturnLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in lines:
            self.fields[f"units_{row.line_id}"] = forms.IntegerField(
                label=row.line.name,
                min_value=0,
                max_value=row.quantity,
                initial=row.quantity,
                help_text=_("How many are accepted, of %(many)d") % {"many": row.quantity},
                widget=forms.NumberInput(attrs={"class": "field", "inputmode": "numeric"}),
            )
        self.order_fields([name for name in self.fields if name.startswith("units_")])

    def full_clean(self) -> None:
        """Keep photographs once all else is in order: what is refused leaves no file behind."""
        super().full_clean()
        field = self.fields["photos"]
        if self.is_bound and isinstance(field, PhotosField):
            field.keep(self, "photos")

    def quantities(self) -> dict[int, int]:
        return {
            int(name.removeprefix("units_")): units or 0
            for name, units in self.cleaned_data.items()
            if name.startswith("units_")
        }


@dataclass(frozen=True, slots=True)
class ReturnAct:
    title: Promise
    states: tuple[ReturnState, ...]
    form: type[DeskForm]
    run: Callable[[ReturnCase, Any, By, datetime], object]
    explained: Promise


def _words(form: Any) -> str:
    return str(form.cleaned_data.get("words", ""))


def _inspect(case: ReturnCase, form: Any, who: By, now: datetime) -> object:
    given = form.cleaned_data
    return inspect_return(
        pk=case.pk,
        accepted=form.quantities(),
        bearer=Bearer(given["bearer"]),
        with_delivery=given["with_delivery"],
        words=given["words"],
        photo_keys=given["photos"],
        key=given["key"],
        by=who,
        now=now,
    )


_R = ReturnState
ACTS: Final[dict[str, ReturnAct]] = {
    "approve": ReturnAct(
        gettext_lazy("Agree"),
        (_R.ASKED,),
        AnswerForm,
        lambda case, form, who, now: move_return.approve_return(
            pk=case.pk, words=_words(form), by=who, now=now
        ),
        gettext_lazy("It may come back. The buyer reads who fetches it and who pays the way."),
    ),
    "refuse": ReturnAct(
        gettext_lazy("Refuse"),
        (_R.ASKED,),
        AnswerForm,
        lambda case, form, who, now: move_return.refuse_return(
            pk=case.pk, words=_words(form), by=who, now=now
        ),
        gettext_lazy("It stays with the buyer, who reads why."),
    ),
    "pickup": ReturnAct(
        gettext_lazy("Book the pickup"),
        (_R.APPROVED, _R.BOOKED),
        PickupForm,
        lambda case, form, who, now: move_return.book_pickup(
            pk=case.pk, pickup_on=form.cleaned_data["pickup_on"], by=who, now=now
        ),
        gettext_lazy("The day on which the carrier fetches it, as agreed with the carrier."),
    ),
    "receive": ReturnAct(
        gettext_lazy("It is here"),
        (_R.APPROVED, _R.BOOKED),
        BareForm,
        lambda case, _form, who, now: move_return.receive_return(pk=case.pk, by=who, now=now),
        gettext_lazy("The parcel has come back and waits to be looked at."),
    ),
    "inspect": ReturnAct(
        gettext_lazy("Inspect"),
        (_R.RECEIVED,),
        InspectForm,
        _inspect,
        gettext_lazy("What is accepted is proposed as a refund, which a second person decides."),
    ),
    "send-back": ReturnAct(
        gettext_lazy("Sent back"),
        (_R.REJECTED,),
        AnswerForm,
        lambda case, form, who, now: move_return.send_return_back(
            pk=case.pk, words=_words(form), by=who, now=now
        ),
        gettext_lazy("It is on its way to the buyer again; write the carrier’s number in the words."),
    ),
    "close": ReturnAct(
        gettext_lazy("Call it off"),
        (_R.ASKED, _R.APPROVED, _R.BOOKED),
        AnswerForm,
        lambda case, form, who, now: move_return.close_return(
            pk=case.pk, words=_words(form), by=who, now=now
        ),
        gettext_lazy("The buyer keeps it, or it never came."),
    ),
}


@dataclass(frozen=True, slots=True)
class ReturnRow:
    number: int
    reference: str
    code: str
    why: str
    badge: Badge
    asked_at: datetime
    due: datetime | None
    late: bool


@require_safe
@for_roles(*DESK)
def returns(request: HttpRequest) -> HttpResponse:
    """The queue: what is under way, the longest waiting first; or those of one state, newest first."""
    state = request.GET.get("state", "")
    rows = ReturnCase.objects.select_related("seller_order")
    if state in ReturnState.values:
        rows = rows.filter(state=state).order_by("-id")
    else:
        state = ""
        rows = rows.filter(state__in=OPEN).order_by("changed_at", "id")
    now = clock.now()
    context = {
        "rows": [return_row(case, now) for case in rows[:SHOWN]],
        "state": state,
        "states": ReturnState.choices,
    }
    return render(request, "seller_orders/returns.html", context)


def return_row(case: ReturnCase, now: datetime) -> ReturnRow:
    state = ReturnState(case.state)
    due = case.changed_at + CLOCKS[state] if state in CLOCKS else None
    if state is ReturnState.BOOKED and case.pickup_on is not None:
        due = max(due or now, clock.start_of(case.pickup_on + timedelta(days=5)))
    return ReturnRow(
        number=case.pk,
        reference=case.reference,
        code=case.seller_order.code,
        why=case.get_why_display(),
        badge=badge_of(state),
        asked_at=case.asked_at,
        due=due,
        late=due is not None and due < now,
    )


def badge_of(state: ReturnState) -> Badge:
    return Badge(str(state.label), *_SHADES[state])


@require_safe
@for_roles(*DESK)
def one(request: HttpRequest, number: int) -> HttpResponse:
    case = _case(number)
    people = people_of({each.actor for each in case.changes.all()})
    view = view_of(case)
    context = {
        "view": view,
        "row": return_row(case, clock.now()),
        "why": case.get_why_display(),
        "wish": case.get_wish_display(),
        "carriage": case.get_carriage_display(),
        "history": [
            {
                "at": each.at,
                "badge": badge_of(ReturnState(each.state)),
                "words": each.words,
                "who": people.get(each.actor, each.actor),
            }
            for each in sorted(case.changes.all(), key=lambda each: -each.pk)
        ],
        "adjustment": case.adjustment,
        "acts": [{"name": name, "title": act.title} for name, act in ACTS.items() if view.state in act.states]
        if has_role(request.user, *PROPOSERS)
        else [],
    }
    return render(request, "seller_orders/return.html", context)


@form_view
@for_roles(*DESK)
def act(request: HttpRequest, number: int, act: str) -> HttpResponse:
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    if not has_role(request.user, *PROPOSERS):
        raise PermissionDenied
    case = _case(number)
    form = _form(chosen, case, None)
    if request.method == "POST":
        form = _form(chosen, case, request)
        who, now = by(request), clock.now()
        target = target_of(case.seller_order.code)
        if done(
            request,
            form,
            lambda: chosen.run(case, form, who, now),
            f"return.{act}",
            target,
            hidden=("key", "photos"),
        ):
            messages.success(request, _("Done; the buyer is told."))
            return redirect("staff_orders:return", number=number)
    context = {
        "part": None,
        "case": case,
        "title": chosen.title,
        "explained": chosen.explained,
        "button": chosen.title,
        "form": form,
    }
    return form_page(request, "seller_orders/act.html", context, form)


@require_safe
@for_roles(*DESK)
def photo(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """A picture of a return: the buyer's, or ours."""
    try:
        return picture_answer(request, photo_of_return(number, place), PHOTO_SIZE)  # type: ignore[return-value]
    except DomainError as unknown:
        raise Http404 from unknown


def _form(chosen: ReturnAct, case: ReturnCase, request: HttpRequest | None) -> DeskForm:
    more: dict[str, Any] = {}
    if chosen.form is InspectForm:
        more["lines"] = list(case.lines.all())
        whole = case.seller_order.lines.all()
        back = {row.line_id: row.quantity for row in case.lines.all()}
        all_of_it = all(line.quantity - line.quantity_returned == back.get(line.pk, 0) for line in whole)
        more["initial"] = {"with_delivery": all_of_it and case.carriage == "operator"}
    return chosen.form(request.POST, request.FILES, **more) if request else chosen.form(**more)


def _case(number: int) -> ReturnCase:
    rows = ReturnCase.objects.select_related("seller_order", "adjustment")
    found = rows.prefetch_related("lines__line", "photos", "changes").filter(pk=number).first()
    if found is None:
        raise Http404 from ReturnUnknown("There is no such return.")
    return found
