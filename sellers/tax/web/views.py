"""The desk of tax: documents by series, one document, and a month in the shape of the returns."""

import csv
import io
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from commerce.facade import StoreUnavailable
from jkrlm.kernel.clock import now, today
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import Role, audit, for_roles, has_role, signed_in
from sellers.tax.document_list import find, sellers_of_month, series_rows
from sellers.tax.document_pdf import document_pdf, document_row
from sellers.tax.errors import DocumentUnknown
from sellers.tax.models import DocumentKind, TaxDocument
from sellers.tax.numbering import financial_year
from sellers.tax.returns.gstr1 import as_json, gstr1, tables
from sellers.tax.returns.gstr8 import COLUMNS, gstr8
from sellers.tax.returns.months import Month
from sellers.tax.services.void_document import filed_from, void_document
from sellers.tax.web.forms import VoidForm

DESK: Final = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR)
VOIDERS: Final = (Role.FINANCE_CHECKER,)
LANGUAGES: Final = (("en", "English"), ("hi", "Hindi"), ("ur", "Urdu"))
LONGEST: Final = 60
SHEETS: Final = ("b2cl", "b2cs", "cdnur", "hsn", "docs")


@require_safe
@for_roles(*DESK)
def desk(request: HttpRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "")[:LONGEST].strip() for name in ("q", "kind", "month", "seller")}
    if asked["kind"] not in ("", *DocumentKind.values):
        asked["kind"] = ""
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    rows, following = find(
        words=asked["q"],
        kind=asked["kind"],
        seller=asked["seller"],
        month=Month.parse(asked["month"]),
        before=number,
    )
    year = financial_year(today())
    series = series_rows(year=year)
    context = {
        **asked,
        "rows": [_row(each) for each in rows],
        "following": f"?{urlencode({**asked, 'before': str(following)})}" if following else "",
        "series": series,
        "missing": sum(each.missing for each in series),
        "year": f"{year}-{(year + 1) % 100:02d}",
        "kinds": DocumentKind.choices,
        "this_month": str(Month.of(today())),
    }
    return render(request, "tax/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def document(request: HttpRequest, number: int) -> HttpResponse:
    """One document; a POST makes it void, for who may."""
    row = _found(number)
    may = has_role(request.user, *VOIDERS)
    form = VoidForm(request.POST or None)
    if request.method == "POST":
        if not may:
            return render(request, "tax/document.html", _document(row, form, may), status=403)
        if form.is_valid() and (done := _made_void(request, row, form)) is not None:
            messages.success(request, done)
            return redirect("staff_tax:document", number=row.pk)
    return form_page(request, "tax/document.html", _document(row, form, may), form)


@require_safe
@for_roles(*DESK)
def download(request: HttpRequest, number: int, language: str) -> HttpResponse:
    row = _found(number)
    if language not in dict(LANGUAGES):
        raise Http404
    try:
        made = document_pdf(row.pk, language)
    except StoreUnavailable:
        messages.error(request, "The store does not say now who the buyer is. Try again in a few minutes.")
        return redirect("staff_tax:document", number=row.pk)
    return _file(made, "application/pdf", f"{row.number.replace('/', '-')}.pdf", shown=True)


@require_safe
@for_roles(*DESK)
def returns(request: HttpRequest) -> HttpResponse:
    """A month: TCS by supplier against the ledger, and each seller's GSTR-1."""
    month = Month.parse(request.GET.get("month", "")) or Month.of(today()).before
    sellers = sellers_of_month(month)
    key = request.GET.get("seller", "")
    if key not in dict(sellers):
        key = sellers[0][0] if sellers else ""
    made = gstr1(seller_key=key, month=month) if key else None
    context = {
        "month": month,
        "before": month.before,
        "after": Month(month.following),
        "sellers": sellers,
        "seller": key,
        "gstr8": gstr8(month=month),
        "gstr1": made,
        "sheets": [(name, len(rows) - 1) for name, rows in tables(made).items()] if made else [],
    }
    return render(request, "tax/returns.html", context)


@require_safe
@for_roles(*DESK)
def gstr1_file(request: HttpRequest, month: str, seller: str, name: str) -> HttpResponse:  # noqa: ARG001
    """A sheet of GSTR-1 as CSV, or the whole of it as the portal's JSON."""
    chosen = Month.parse(month)
    if chosen is None or seller not in dict(sellers_of_month(chosen)):
        raise Http404
    made = gstr1(seller_key=seller, month=chosen)
    stem = f"gstr1-{seller.replace(':', '-')}-{chosen}"
    if name == "json":
        return _file(_json(as_json(made)), "application/json", f"{stem}.json")
    if name not in SHEETS:
        raise Http404
    return _file(_csv(tables(made)[name]), "text/csv; charset=utf-8", f"{stem}-{name}.csv")


@require_safe
@for_roles(*DESK)
def gstr8_file(request: HttpRequest, month: str, name: str) -> HttpResponse:  # noqa: ARG001
    chosen = Month.parse(month)
    if chosen is None or name not in ("csv", "json"):
        raise Http404
    made = gstr8(month=chosen)
    if name == "csv":
        rows = [list(COLUMNS), *(each.cells() for each in made.suppliers)]
        return _file(_csv(rows), "text/csv; charset=utf-8", f"gstr8-{chosen}.csv")
    content = {
        "fp": f"{chosen.first:%m%Y}",
        "tcs": [
            {
                "stin": each.gstin,
                "supR": each.made,
                "retsupR": each.returned,
                "amt": each.net,
                "iamt": each.igst,
                "camt": each.cgst,
                "samt": each.sgst,
            }
            for each in made.suppliers
        ],
    }
    return _file(_json(content), "application/json", f"gstr8-{chosen}.json")


def _found(number: int) -> TaxDocument:
    try:
        return document_row(number)
    except DocumentUnknown as unknown:
        raise Http404(unknown.message) from unknown


def _row(row: TaxDocument) -> dict[str, Any]:
    return {"row": row, "kind": DocumentKind(row.kind).label, "voided": getattr(row, "voided", None)}


def _document(row: TaxDocument, form: VoidForm, may: bool) -> dict[str, Any]:
    voided = getattr(row, "voided", None)
    newer = TaxDocument.objects.filter(source=row.source, edition__gt=row.edition).order_by("edition").first()
    return {
        **_row(row),
        "lines": row.lines.all(),
        "notes": row.credit_notes.select_related("voided").order_by("pk"),
        "newer": newer,
        "form": form,
        "may_void": may and voided is None and today() < filed_from(row.issued_on),
        "until": filed_from(row.issued_on),
        "languages": LANGUAGES,
        "is_sealed": row.recipient is not None,
    }


def _made_void(request: HttpRequest, row: TaxDocument, form: VoidForm) -> str | None:
    """Return what to say, or None where it was refused and the form says why."""
    user = signed_in(request)
    given = form.cleaned_data
    try:
        with transaction.atomic():
            newer = void_document(
                document_id=row.pk,
                reason=given["reason"],
                by=f"person:{user.pk}",
                now=now(),
                replace=given["replace"],
            )
            after = {"reason": given["reason"], "replaced_by": newer.number if newer else ""}
            audit(
                actor=user,
                verb="tax.void",
                target=f"{row.number} of {row.series.seller_key}",
                after=after,
            )
    except DomainError as refusal:
        tell(form, refusal)
        return None
    return f"Void. {newer.number} takes its place." if newer else "It is void; its number stays used."


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _json(content: dict[str, Any]) -> bytes:
    """Amounts as JSON numbers with the digits that they have: the portal takes no text for them."""
    return json.dumps(content, default=_number, ensure_ascii=False, indent=1).encode()


def _number(value: object) -> float:
    """Two places and at most 15 digits survive the way through a binary number."""
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)


def _file(content: bytes, kind: str, name: str, *, shown: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
