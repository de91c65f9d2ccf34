from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from commerce.facade import on_saleor
from jkrlm.kernel import relay
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import DeliveryState, OutboxDelivery
from jkrlm.people.facade import STAFF_ROLES, Role, User, audit, for_roles, has_role


@dataclass(frozen=True, slots=True)
class Entry:
    """A room of the staff's, by the name of its address; the administrator sees all."""

    address: str
    title: Promise
    about: Promise
    roles: tuple[Role, ...]


_MONEY: Final = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
#: One whose page is not there is not shown.
ENTRIES: Final = (
    Entry(
        "registry:groups",
        gettext_lazy("Groups"),
        gettext_lazy("Who makes the goods: members, licences, bank accounts, onboarding, imports."),
        (Role.EDITOR, *_MONEY),
    ),
    Entry(
        "cert_desk:desk",
        gettext_lazy("Certification"),
        gettext_lazy("Cases on their way to a certificate: what is late, who works on it, what is decided."),
        (Role.OFFICER,),
    ),
    Entry(
        "cert_standards:desk",
        gettext_lazy("Standards"),
        gettext_lazy("What goods must be, in versions; which crafts have a standard; who may use the brand."),
        (Role.OFFICER,),
    ),
    Entry(
        "cert_inspection:desk",
        gettext_lazy("Visits"),
        gettext_lazy("Visits to groups: taken along on the phone, sent when there is a network."),
        (Role.INSPECTOR,),
    ),
    Entry(
        "cert_laboratory:desk",
        gettext_lazy("Laboratory"),
        gettext_lazy("Samples under sealed codes: received, measured, verified by a second person."),
        (Role.LABORATORY,),
    ),
    Entry(
        "cert_certificates:desk",
        gettext_lazy("Certificates"),
        gettext_lazy("The register: search, suspend, withdraw, export."),
        (Role.OFFICER,),
    ),
    Entry(
        "cert_labels:desk",
        gettext_lazy("Labels"),
        gettext_lazy("Labels in batches: printed, attached to pieces, voided."),
        (Role.OFFICER,),
    ),
    Entry(
        "cert_lots:desk",
        gettext_lazy("Lots"),
        gettext_lazy("What was made together: how much is left, until when, who got it; calling it back."),
        (Role.OFFICER,),
    ),
    Entry(
        "staff_goods:desk",
        gettext_lazy("Goods"),
        gettext_lazy("What groups want to sell: listen, write, approve or send back."),
        (Role.EDITOR,),
    ),
    Entry(
        "staff_photos:desk",
        gettext_lazy("Photographs"),
        gettext_lazy("Dark, blurred, without words or consent: turn, cut, whiten, describe."),
        (Role.EDITOR,),
    ),
    Entry(
        "staff_terms:types",
        gettext_lazy("Returns and gift wrap"),
        gettext_lazy("For how many days what may come back, and what is wrapped as a gift."),
        (Role.EDITOR,),
    ),
    Entry(
        "staff_files:desk",
        gettext_lazy("Files"),
        gettext_lazy("Photographs that look alike, space by group, files that nobody knows."),
        (Role.EDITOR,),
    ),
    Entry(
        "staff_reviews:desk",
        gettext_lazy("Reviews and questions"),
        gettext_lazy("What buyers write and ask, and what makers answer: read before it is shown."),
        (Role.EDITOR,),
    ),
    Entry(
        "staff_vouchers:listed",
        gettext_lazy("Vouchers"),
        gettext_lazy("Codes that make a bag cheaper: what they take off, how often used, what they cost."),
        (Role.EDITOR,),
    ),
    Entry(
        "staff_kit:desk",
        gettext_lazy("Brand kit"),
        gettext_lazy("Hang-tags, shelf cards, stickers and look books of any collection."),
        (Role.EDITOR,),
    ),
    Entry(
        "staff_grievances:desk",
        gettext_lazy("Grievances"),
        gettext_lazy("Of buyers, sellers and about certificates: 48 hours to answer, a month to resolve."),
        (Role.GRIEVANCE,),
    ),
    Entry(
        "staff_buyers:find",
        gettext_lazy("Buyers’ orders"),
        gettext_lazy("Find an order by number, name, telephone or e-mail; notes, cancelling, mails again."),
        (Role.LOGISTICS, Role.GRIEVANCE, *_MONEY),
    ),
    Entry(
        "staff_orders:desk",
        gettext_lazy("Orders"),
        gettext_lazy("Every parcel of every group: what is late, what arrived, what comes back."),
        (Role.LOGISTICS, *_MONEY),
    ),
    Entry(
        "exhibitions:listed",
        gettext_lazy("Exhibitions"),
        gettext_lazy("Fairs from plan to settlement: stalls, team, tasks, visitors, tills."),
        (Role.EXHIBITIONS, Role.CASHIER, Role.LOGISTICS, *_MONEY),
    ),
    Entry(
        "logistics_places:desk",
        gettext_lazy("Places, roads and rates"),
        gettext_lazy("Hubs and centres, closed roads, what delivery costs and how long it takes."),
        (Role.LOGISTICS,),
    ),
    Entry(
        "parcels:desk",
        gettext_lazy("Parcels"),
        gettext_lazy("Where each parcel is: scanned at hubs, with carriers, late, damaged; labels."),
        (Role.LOGISTICS, *_MONEY),
    ),
    Entry(
        "rounds:desk",
        gettext_lazy("Rounds"),
        gettext_lazy("Which vehicle fetches parcels where, in which order; vehicles and drivers."),
        (Role.LOGISTICS,),
    ),
    Entry(
        "driver_rounds:mine",
        gettext_lazy("My rounds"),
        gettext_lazy("Where to fetch parcels, in which order; taken along on the phone."),
        (Role.DRIVER,),
    ),
    Entry(
        "staff_enquiries:listed",
        gettext_lazy("Enquiries"),
        gettext_lazy("What people abroad and visitors of fairs ask for: answered by mail or SMS."),
        (Role.LOGISTICS, Role.EXHIBITIONS),
    ),
    Entry(
        "staff_payouts:desk",
        gettext_lazy("Payouts"),
        gettext_lazy("What groups are due: made into a batch by one person, approved by another."),
        _MONEY,
    ),
    Entry(
        "staff_reconciliation:desk",
        gettext_lazy("Reconciliation"),
        gettext_lazy("Bank, cards and cash against the books, and what is open, with age and owner."),
        _MONEY,
    ),
    Entry(
        "staff_tax:desk",
        gettext_lazy("Tax"),
        gettext_lazy("Invoices, bills of supply and credit notes in their series; GST returns."),
        _MONEY,
    ),
    Entry(
        "staff:tokens",
        gettext_lazy("Tokens for programs"),
        gettext_lazy("What lets a program of yours in at /api/graphql/, in your name."),
        STAFF_ROLES,
    ),
    Entry(
        "staff:people",
        gettext_lazy("People"),
        gettext_lazy("Who works here, in which role, who is on leave, and what was done."),
        (),
    ),
)


def _entries(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what the reader may open, with addresses."""
    found = []
    for entry in ENTRIES:
        if not any(has_role(request.user, role) for role in (*entry.roles, Role.ADMINISTRATOR)):
            continue
        try:
            found.append({"url": reverse(entry.address), "title": entry.title, "about": entry.about})
        except NoReverseMatch:
            continue
    return found


@require_safe
@for_roles(*STAFF_ROLES)
def desk(request: HttpRequest) -> HttpResponse:
    """Where staff arrive: what each may open."""
    context: dict[str, Any] = {
        "is_administrator": has_role(request.user, Role.ADMINISTRATOR),
        "entries": _entries(request),
    }
    if context["is_administrator"]:
        context["waiting"] = OutboxDelivery.objects.filter(state=DeliveryState.PENDING).count()
        context["dead"] = OutboxDelivery.objects.filter(state=DeliveryState.DEAD).count()
        context["on_saleor"] = on_saleor()
    return render(request, "staff/desk.html", context)


@require_safe
@for_roles(Role.ADMINISTRATOR)
def events(request: HttpRequest) -> HttpResponse:
    """Dead letters, newest first, and what is waiting after a failure."""
    rows = OutboxDelivery.objects.select_related("message")
    dead = rows.filter(state=DeliveryState.DEAD).order_by("-id")[:100]
    # Claimed is not failed: what a worker has in hand carries no error.
    failing = rows.filter(state=DeliveryState.PENDING).exclude(last_error="").order_by("next_at")[:100]
    return render(
        request,
        "staff/events.html",
        {"dead": [_row(delivery) for delivery in dead], "failing": [_row(delivery) for delivery in failing]},
    )


def _row(delivery: OutboxDelivery) -> dict[str, Any]:
    lines = delivery.last_error.strip().splitlines()
    return {
        "id": delivery.pk,
        "event": delivery.message.name,
        "reaction": delivery.reaction,
        "issued_at": delivery.message.issued_at,
        "next_at": delivery.next_at,
        "attempts": delivery.attempts,
        "put_off_since": delivery.put_off_since,
        "reason": lines[-1] if lines else "",
        "detail": delivery.last_error,
    }


@require_POST
@for_roles(Role.ADMINISTRATOR)
def replay_event(request: HttpRequest, delivery_id: int) -> HttpResponse:
    with transaction.atomic():
        replayed = relay.replay(delivery_id, at=now())
        if replayed and isinstance(request.user, User):
            audit(actor=request.user, verb="event.replay", target=f"delivery {delivery_id}")
    if replayed:
        messages.success(request, _("The event is on its way again."))
    else:
        messages.warning(request, _("That event is no dead letter any more; nothing was changed."))
    return redirect("staff:events")
