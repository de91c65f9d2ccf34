from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commerce.facade import on_saleor
from jkrlm.kernel import relay
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import DeliveryState, OutboxDelivery
from jkrlm.people.facade import STAFF_ROLES, Role, User, audit, for_roles, has_role


@require_safe
@for_roles(*STAFF_ROLES)
def desk(request: HttpRequest) -> HttpResponse:
    """Where staff arrive: what each may open."""
    context: dict[str, Any] = {"is_administrator": has_role(request.user, Role.ADMINISTRATOR)}
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
