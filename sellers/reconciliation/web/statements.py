"""Statements: send one, see what came in or what is wrong with it, row by row."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from jkrlm.kernel.clock import now
from jkrlm.kernel.forms import form_page
from jkrlm.people.facade import for_roles, has_role, signed_in
from sellers.reconciliation.models import StatementAccount, StatementFault, StatementFile
from sellers.reconciliation.services.import_statement import import_statement
from sellers.reconciliation.statements.faults import CellFault, Fault, told
from sellers.reconciliation.statements.templates import TEMPLATES
from sellers.reconciliation.states import FileState
from sellers.reconciliation.web.forms import StatementForm
from sellers.reconciliation.web.rows import DESK, MAKERS

FAULTS_SHOWN = 200
FILES_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def statements(request: HttpRequest) -> HttpResponse:
    """The files that came, and a form for the next; a file that is known leads to what became of it."""
    account = StatementAccount.objects.order_by("id").first()
    if account is None:
        raise Http404
    form = StatementForm(initial={"template": account.template})
    if request.method == "POST":
        if not has_role(request.user, *MAKERS):
            raise PermissionDenied
        form = StatementForm(request.POST, request.FILES)
        if form.is_valid():
            sent = form.cleaned_data["file"]
            outcome = import_statement(
                account_code=account.code,
                template_slug=form.cleaned_data["template"],
                name=sent.name,
                file=sent.file,
                actor=signed_in(request),
                now=now(),
            )
            if outcome.is_repeat:
                messages.info(request, "This very file came in before; this is what became of it.")
            return redirect("staff_reconciliation:statement", outcome.file_id)
    context = {
        "form": form,
        "account": account,
        "templates": TEMPLATES.values(),
        "files": StatementFile.objects.select_related("taken_by").order_by("-id")[:FILES_SHOWN],
        "may_make": has_role(request.user, *MAKERS),
    }
    return form_page(request, "reconciliation/statements.html", context, form)


@require_safe
@for_roles(*DESK)
def statement(request: HttpRequest, number: int) -> HttpResponse:
    """One file: what came in, or every fault with its remedy."""
    held = StatementFile.objects.select_related("taken_by", "account").filter(pk=number).first()
    if held is None:
        raise Http404
    faults = []
    for at, fault in enumerate(_faults(held)):
        if at == FAULTS_SHOWN:
            break
        faults.append(fault)
    context = {
        "held": held,
        "template": TEMPLATES[held.template].title,
        "is_imported": held.state == FileState.IMPORTED,
        "faults": faults,
    }
    return render(request, "reconciliation/statement.html", context)


@require_safe
@for_roles(*DESK)
def faults_csv(_request: HttpRequest, number: int) -> Any:
    """Every fault, as a table for the spreadsheet."""
    held = StatementFile.objects.filter(pk=number).first()
    if held is None:
        raise Http404
    answer = StreamingHttpResponse(_table(held), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="statement-{held.pk}-faults.csv"'
    return answer


def _faults(held: StatementFile) -> Iterator[Fault]:
    for each in StatementFault.objects.filter(file=held).order_by("row", "id").iterator():
        yield told(each.row, CellFault(each.column, each.value, each.rule, each.detail))


def _table(held: StatementFile) -> Iterator[str]:
    """What a cell holds is quoted so that a spreadsheet takes it for text, not for a formula."""
    yield "\ufeff"
    for row in (
        ("row", "column", "value", "what is wrong", "what to do"),
        *((each.row, each.column, each.value, each.sentence, each.remedy) for each in _faults(held)),
    ):
        into = io.StringIO()
        csv.writer(into).writerow([_plain(cell) for cell in row])
        yield into.getvalue()


def _plain(cell: object) -> str:
    said = str(cell)
    return f"'{said}" if said[:1] in ("=", "+", "-", "@", "\t") else said
