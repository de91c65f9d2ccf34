"""The bank's answers: a file, looked at as a whole and then applied."""

import csv
import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from jkrlm.kernel.clock import now, today
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import for_roles, has_role, signed_in
from sellers.payouts.errors import SameFile
from sellers.payouts.result_file import BYTES_MOST
from sellers.payouts.selectors import results as answers
from sellers.payouts.selectors.desk import result_files
from sellers.payouts.selectors.settings import formats
from sellers.payouts.services.result_files import apply_result_file, discard_result_file, take_result_file
from sellers.payouts.states import Direction, ResultState, TransferState
from sellers.payouts.web.common import DESK, FINANCE, form_view, found, tried
from sellers.payouts.web.forms import ResultFileForm
from sellers.payouts.web.rows import badge, rupees


@form_view
@for_roles(*DESK)
def results(request: HttpRequest) -> HttpResponse:
    """The files that came, and a form for the next; a file that is known leads to what became of it."""
    choices = [(each.slug, each.name) for each in formats(Direction.IN, today())]
    form = ResultFileForm(choices=choices)
    may = has_role(request.user, *FINANCE)
    if request.method == "POST" and may:
        form = ResultFileForm(request.POST, request.FILES, choices=choices)
        if form.is_valid():
            sent = form.cleaned_data["file"]
            try:
                taken = take_result_file(
                    name=sent.name,
                    content=sent.read(BYTES_MOST + 1),
                    format_slug=form.cleaned_data["format"],
                    actor=signed_in(request),
                    now=now(),
                )
            except SameFile as known:
                messages.info(request, known.message)
                return redirect("staff_payouts:result", number=known.params["result"])
            except DomainError as refusal:
                tell(form, refusal)
            else:
                return redirect("staff_payouts:result", number=taken.pk)
    context = {
        "form": form,
        "may": may,
        "files": [
            {"row": row, "state": ResultState(row.state).label, "badge": badge(row.state)}
            for row in result_files()
        ],
    }
    return form_page(request, "payouts/results.html", context, form)


@require_safe
@for_roles(*DESK)
def result(request: HttpRequest, number: int) -> HttpResponse:
    """One file: its faults, or what it would do, or did."""
    held = found(lambda: answers.result_file(number))
    context = {
        "held": held,
        "state_label": ResultState(held.state).label,
        "badge": badge("ready" if held.state == ResultState.READY else held.state),
        "faults": answers.faults(number),
        "parts": [
            (TransferState(outcome).label, badge(outcome), count, rupees(total))
            for outcome, count, total in answers.parts(number)
        ],
        "rows": [
            {
                "row": row,
                "outcome": TransferState(row.outcome).label,
                "badge": badge(row.outcome),
                "amount": rupees(row.amount),
            }
            for row in answers.rows(number)
        ],
        "shown": answers.SHOWN,
        "may": has_role(request.user, *FINANCE),
    }
    return form_page(request, "payouts/result.html", context)


@require_POST
@for_roles(*FINANCE)
def apply_result(request: HttpRequest, number: int) -> HttpResponse:
    def do() -> None:
        done = apply_result_file(result_id=number, actor=signed_in(request), now=now())
        if done.state == ResultState.FAULTY:
            messages.warning(
                request, "Nothing was applied: transfers have changed since the file was checked."
            )

    tried(request, do)
    return redirect("staff_payouts:result", number=number)


@require_POST
@for_roles(*FINANCE)
def discard(request: HttpRequest, number: int) -> HttpResponse:
    tried(request, lambda: discard_result_file(result_id=number, actor=signed_in(request)))
    return redirect("staff_payouts:result", number=number)


@require_safe
@for_roles(*DESK)
def result_faults(_request: HttpRequest, number: int) -> HttpResponse:
    """Every fault, as a table for the spreadsheet."""
    held = found(lambda: answers.result_file(number))
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(("Row", "Column", "Value", "What is wrong", "What to do"))
    for fault in answers.faults(number, most=None):
        value = f"'{fault.value}" if fault.value[:1] in "=+-@" else fault.value
        table.writerow((fault.row, fault.column, value, fault.sentence, fault.remedy))
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="faults-{held.pk}.csv"'
    return answer
