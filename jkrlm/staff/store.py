"""How we stand with the store: whether it answers, what waits for it, what differed."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commerce.facade import on_saleor, reconcile_runs, request_reconcile, store_state
from jkrlm.kernel.clock import now
from jkrlm.kernel.models import DeliveryState, OutboxDelivery
from jkrlm.people.facade import Role, User, audit, for_roles


@require_safe
@for_roles(Role.ADMINISTRATOR)
def store(request: HttpRequest) -> HttpResponse:
    put_off = OutboxDelivery.objects.filter(state=DeliveryState.PENDING, put_off_since__isnull=False)
    return render(
        request,
        "staff/store.html",
        {
            "state": store_state(),
            "runs": reconcile_runs() if on_saleor() else (),
            "put_off": put_off.count(),
            "oldest": put_off.aggregate(since=Min("put_off_since"))["since"],
            "dead": OutboxDelivery.objects.filter(state=DeliveryState.DEAD).count(),
        },
    )


@require_POST
@for_roles(Role.ADMINISTRATOR)
def reconcile_now(request: HttpRequest) -> HttpResponse:
    """Have the worker compare; repeated presses wait as one."""
    if not on_saleor():
        messages.warning(
            request, _("The embedded store is in our own database: there is nothing to compare.")
        )
        return redirect("staff:store")
    with transaction.atomic():
        asked = request_reconcile(at=now())
        if asked and isinstance(request.user, User):
            audit(actor=request.user, verb="store.reconcile", target="store")
    if asked:
        messages.success(request, _("The store will be compared in a moment; look again shortly."))
    else:
        messages.warning(request, _("A comparison is waiting already; look again shortly."))
    return redirect("staff:store")
