"""One batch: how far it is, its rows, who is left out; the checker's word, and the file for the bank."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from jkrlm.kernel.clock import now, today
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import asked, form_page, tell
from jkrlm.people.facade import for_roles, has_role, signed_in
from sellers.payouts import tasks
from sellers.payouts.errors import NotHere
from sellers.payouts.models import Batch, Transfer
from sellers.payouts.selectors import batches as read
from sellers.payouts.selectors.settings import formats
from sellers.payouts.services.decide_batch import approve_batch, changed_since, send_back
from sellers.payouts.services.make_bank_file import make_bank_file
from sellers.payouts.states import BatchState, Direction, LeftOutReason, TransferState
from sellers.payouts.web.common import CHECKERS, DESK, FINANCE, MAKERS, found, key, tried
from sellers.payouts.web.forms import ApproveForm, DeskForm, FormatForm, SendBackForm
from sellers.payouts.web.rows import badge, rupees

#: A builder that has said nothing for so long has lost its worker.
SILENT_SECONDS: Final = 120
CHANGED_SHOWN: Final = 50


@require_safe
@for_roles(*DESK)
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """A batch; while it is built the page renews its head by itself."""
    held = found(lambda: read.batch(number))
    if request.headers.get("HX-Request") == "true":
        # Built meanwhile: the whole page is wanted, with its rows and buttons.
        if held.state != BatchState.BUILDING:
            answer = HttpResponse()
            answer["HX-Refresh"] = "true"
            return answer
        return form_page(request, "payouts/batch_head.html", _head(request, held))
    return _batch_page(request, held)


@require_POST
@for_roles(*MAKERS)
def again(request: HttpRequest, number: int) -> HttpResponse:
    """For a batch whose builder has fallen silent."""
    held = found(lambda: read.batch(number))
    if held.state == BatchState.BUILDING and _is_silent(held):
        tasks.build.defer(batch_id=held.pk)
    else:
        messages.info(request, "It is being built, or it is built already.")
    return redirect("staff_payouts:batch", number=number)


@require_POST
@for_roles(*CHECKERS)
def approve(request: HttpRequest, number: int) -> HttpResponse:
    form = ApproveForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Nothing was done: look at the batch again and press the button there.")
        return redirect("staff_payouts:batch", number=number)

    def do() -> None:
        done = approve_batch(
            batch_id=number,
            actor=signed_in(request),
            now=now(),
            seen_total=form.cleaned_data["total"],
            without=form.references(),
        )
        messages.success(
            request,
            f"Approved: {done.count} transfers, {rupees(done.total)}. Now make the file for the bank.",
        )

    tried(request, do)
    return redirect("staff_payouts:batch", number=number)


@require_POST
@for_roles(*CHECKERS)
def send_it_back(request: HttpRequest, number: int) -> HttpResponse:
    form = SendBackForm(request.POST)
    if form.is_valid():
        try:
            send_back(batch_id=number, actor=signed_in(request), now=now(), why=form.cleaned_data["why"])
        except NotHere:
            found(lambda: read.batch(number))
        except DomainError as refusal:
            tell(form, refusal)
        else:
            return redirect("staff_payouts:batch", number=number)
    return _batch_page(request, found(lambda: read.batch(number)), back=form)


@require_POST
@for_roles(*FINANCE)
def bank_file(request: HttpRequest, number: int) -> HttpResponse:
    """The file; each download opens account numbers and stands in the audit."""
    made_before = read.bank_file_of(number)
    slug = made_before.format_slug if made_before is not None else request.POST.get("format", "")[:40]
    try:
        made = make_bank_file(batch_id=number, format_slug=slug, actor=signed_in(request), now=now())
    except NotHere:
        found(lambda: read.batch(number))
        raise
    except DomainError as refusal:
        messages.warning(request, refusal.message)
        return redirect("staff_payouts:batch", number=number)
    answer = HttpResponse(made.content, content_type="text/plain; charset=us-ascii")
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    answer["X-Content-SHA256"] = made.sha256
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@for_roles(*DESK)
def left_out(request: HttpRequest, number: int) -> HttpResponse:
    held = found(lambda: read.batch(number))
    given = {name: asked(request, name) for name in ("reason", "after")}
    shown = read.left_out_of(number, reason=given["reason"], after=key(given["after"]))
    context = {
        "batch": held,
        "reason": given["reason"],
        "parts": _parts(read.left_out_parts(number)),
        "rows": [
            {"row": row, "reason": LeftOutReason(row.reason).label, "amount": rupees(row.amount)}
            for row in shown.rows
        ],
        "following": shown.following,
    }
    return form_page(request, "payouts/left_out.html", context)


def _batch_page(request: HttpRequest, held: Batch, *, back: DeskForm | None = None) -> HttpResponse:
    given = {name: asked(request, name) for name in ("state", "district", "q", "after")}
    shown = read.transfers_of(
        held.pk,
        state=given["state"],
        district=given["district"],
        words=given["q"],
        after=key(given["after"]),
    )
    context = {
        **_head(request, held),
        **given,
        "parts": _parts(read.parts_of(held.pk)),
        "left_parts": _parts(read.left_out_parts(held.pk)),
        "districts": read.districts_of(held.pk),
        "states": TransferState.choices,
        "rows": [_row(row) for row in shown.rows],
        "following": urlencode({**given, "after": str(shown.following)}) if shown.following else "",
        "back_form": back or SendBackForm(),
        **_file(held),
        "format_form": FormatForm(
            choices=[(each.slug, each.name) for each in formats(Direction.OUT, today())]
        ),
        **_decision(request, held),
    }
    return form_page(request, "payouts/batch.html", context, *([back] if back is not None else []))


def _file(held: Batch) -> dict[str, Any]:
    """What was made for the bank, and what was approved and is not in it, with why."""
    made = read.bank_file_of(held.pk)
    before = read.not_in_file(made) if made is not None and made.without else []
    return {
        "bank_file": made,
        "not_in_file": [
            *((row, row.reason, rupees(row.amount)) for row in read.taken_out(held.pk)),
            *((row, "Settled before there was a file", rupees(row.amount)) for row in before),
        ]
        if held.state == BatchState.APPROVED
        else [],
    }


def _decision(request: HttpRequest, held: Batch) -> dict[str, Any]:
    """What a checker needs to decide: what has changed since, and whether she may."""
    is_checker = has_role(request.user, *CHECKERS)
    if held.state != BatchState.READY:
        return {"may_decide": False}
    changed = changed_since(held)
    names = dict(
        Transfer.objects.filter(batch=held, reference__in=list(changed)[:CHANGED_SHOWN]).values_list(
            "reference", "group_name"
        )
    )
    return {
        "may_decide": is_checker and held.built_by_id != signed_in(request).pk,
        "is_own": held.built_by_id == signed_in(request).pk,
        "changed": [(name, names[name], why) for name, why in changed.items() if name in names],
        "changed_count": len(changed),
        "approve_form": ApproveForm(initial={"total": held.total, "without": ",".join(changed)}),
    }


def _head(request: HttpRequest, held: Batch) -> dict[str, Any]:
    return {
        "batch": held,
        "state_label": BatchState(held.state).label,
        "badge": badge(held.state),
        "total": rupees(held.total),
        "minimum": rupees(held.minimum),
        "is_silent": held.state == BatchState.BUILDING and _is_silent(held),
        "may_build": has_role(request.user, *MAKERS),
        "may_file": has_role(request.user, *FINANCE),
    }


def _parts(parts: tuple[read.Part, ...]) -> list[dict[str, Any]]:
    return [
        {"value": each.value, "label": each.label, "count": each.count, "total": rupees(each.total)}
        for each in parts
    ]


def _row(row: Transfer) -> dict[str, Any]:
    return {
        "row": row,
        "state": TransferState(row.state).label,
        "badge": badge(row.state),
        "amount": rupees(row.amount),
    }


def _is_silent(held: Batch) -> bool:
    return (now() - held.moved_at).total_seconds() > SILENT_SECONDS
