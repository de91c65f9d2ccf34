"""What is odd about bills, and how staff settle it."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import exhibitions.plan.facade as plan
from exhibitions.till.models import Flag
from exhibitions.till.services.settle_flag import FINANCE, settle_flag
from exhibitions.till.states import MEANS, ProposalState
from exhibitions.till.web.desk import HERE, READERS, SHOWN, fair_for
from exhibitions.till.web.forms import SettleForm
from jkrlm.kernel import clock
from jkrlm.kernel.forms import carried_out, form_page
from jkrlm.people.facade import Role, for_roles, signed_in
from sellers.tax.facade import till_code

#: Each has a form of its own: more would be a heavy page on a telephone.
AT_ONCE: Final = 25
_BIGGEST: Final = 2**31 - 1


@require_safe
@for_roles(*READERS)
def flags(request: HttpRequest, code: str) -> HttpResponse:
    """What is odd about bills, and how each was settled."""
    return _page(request, fair_for(request, code))


@require_POST
@for_roles(Role.EXHIBITIONS, *FINANCE)
def settle(request: HttpRequest, code: str, flag_id: int) -> HttpResponse:
    """Settle one flag with a reason; money moves by finance's word alone."""
    fair, user = fair_for(request, code), signed_in(request)
    row = Flag.objects.filter(pk=flag_id, exhibition=fair.code).first()
    if row is None:
        raise Http404
    form = SettleForm(request.POST, flag=row)

    def write() -> None:
        given = form.cleaned_data
        settle_flag(
            flag_id=flag_id,
            outcome=given["outcome"],
            reason=given["reason"],
            reference=given.get("reference", ""),
            by=user,
            now=clock.now(),
        )

    if carried_out(form, write):
        row.refresh_from_db()
        is_proposed = row.settled_at is None
        messages.success(
            request, _("Proposed. Another person of finance decides.") if is_proposed else _("Settled.")
        )
        return redirect("exhibitions_till:flags", fair.code)
    return _page(request, fair, refused=(flag_id, form))


def _page(
    request: HttpRequest, fair: plan.Exhibition, *, refused: tuple[int, SettleForm] | None = None
) -> HttpResponse:
    rows = Flag.objects.filter(exhibition=fair.code).select_related(
        "entry__till", "entry__bill", "settled_by"
    )
    waiting = rows.filter(settled_at=None)
    # What was refused stands first, wherever its page begins.
    after = refused[0] - 1 if refused else _after(request)
    found = list(waiting.filter(pk__gt=after).order_by("pk").prefetch_related("proposals")[: AT_ONCE + 1])
    is_open = [
        {
            "row": each,
            "form": refused[1] if refused and refused[0] == each.pk else SettleForm(flag=each),
            "bill": _bill_words(each),
            "proposal": next(
                (one for one in each.proposals.all() if one.state == ProposalState.PROPOSED), None
            ),
        }
        for each in found[:AT_ONCE]
    ]
    is_shown = refused is not None and any(each["form"] is refused[1] for each in is_open)
    context: dict[str, Any] = {
        **plan.frame(request, fair, HERE),
        "open": is_open,
        "count": waiting.count(),
        "after": after,
        "next": found[AT_ONCE - 1].pk if len(found) > AT_ONCE else None,
        "astray": refused[1] if refused and not is_shown else None,
        "settled": [
            {"row": each, "bill": _bill_words(each)}
            for each in rows.exclude(settled_at=None).order_by("-settled_at")[:SHOWN]
        ],
        "means": [(outcome.label, words) for outcome, words in MEANS.items()],
    }
    return form_page(request, "exhibitions_till/flags.html", context, *([refused[1]] if refused else []))


def _after(request: HttpRequest) -> int:
    """Return the flag after which the page begins, 0 for the first page."""
    said = request.GET.get("after", "")
    return min(int(said), _BIGGEST) if said.isascii() and said.isdigit() else 0


def _bill_words(flag: Flag) -> str:
    bill = getattr(flag.entry, "bill", None)
    letters = till_code(flag.entry.till.number)
    return str(bill.number) if bill is not None else f"{letters}, {flag.entry.get_kind_display().lower()}"
