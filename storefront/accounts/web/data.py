"""A buyer's personal data: a copy of it, and its erasure."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import CodePurpose, User
from storefront.accounts import tasks
from storefront.accounts.models import ContactKind, DataExport, ExportState
from storefront.accounts.selectors import contacts_of
from storefront.accounts.services.erase import keep_account, open_orders, open_wish
from storefront.accounts.services.export import archive_of
from storefront.accounts.services.export import ask_export as _ask_export
from storefront.accounts.web.door import send_code
from storefront.accounts.web.forms import KeyForm, new_key
from storefront.accounts.web.guard import for_buyers, see_other
from storefront.posting import posted


@require_safe
@for_buyers
def data(request: HttpRequest, buyer: User) -> HttpResponse:
    return _data(request, buyer)


def _data(request: HttpRequest, buyer: User, *, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {
        "exports": DataExport.objects.filter(user=buyer).defer("archive").order_by("-asked_at")[:5],
        "key": new_key(),
        "wish": open_wish(buyer),
        "blocked": open_orders(buyer, now=clock.now()),
        "refusal": refusal,
    }
    return render(request, "accounts/data.html", context, status=status)


@posted
@for_buyers
def ask_export(request: HttpRequest, buyer: User) -> HttpResponse:
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _data(request, buyer, refusal=_("Load the page again, then press once more."), status=422)
    try:
        asked = _ask_export(user=buyer, key=form.cleaned_data["key"], now=clock.now())
    except DomainError as refusal:
        return _data(request, buyer, refusal=refusal.message, status=429)
    if asked.state == ExportState.ASKED:
        tasks.make_export.defer(export_id=str(asked.pk))
    return see_other(reverse("storefront:account-export", args=[asked.pk]))


@require_safe
@for_buyers
def export(request: HttpRequest, buyer: User, export: UUID) -> HttpResponse:
    """How far it is; the page looks again by itself."""
    return render(request, "accounts/export_state.html", {"export": _hers(buyer, export)})


@require_safe
@for_buyers
def download(request: HttpRequest, buyer: User, export: UUID) -> HttpResponse:  # noqa: ARG001
    held = _hers(buyer, export)
    if held.state != ExportState.READY:
        raise Http404
    response = HttpResponse(archive_of(held), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="umeed.zip"'
    return response


def _hers(buyer: User, export_id: UUID) -> DataExport:
    held = DataExport.objects.filter(pk=export_id, user=buyer).first()
    if held is None:
        raise Http404
    return held


@posted
@for_buyers
def erase(request: HttpRequest, buyer: User) -> HttpResponse:
    """Send a code: only who holds the mailbox or the phone of the account may have it erased."""
    if open_wish(buyer) is not None:
        return see_other(reverse("storefront:account-data"))
    blocked = open_orders(buyer, now=clock.now())
    form = KeyForm(request.POST)
    if blocked or not form.is_valid():
        return _data(request, buyer, status=409 if blocked else 422)
    emails, phones = contacts_of(buyer)
    kind, value = (ContactKind.EMAIL, emails[0]) if emails else (ContactKind.PHONE, phones[0])
    try:
        return send_code(request, kind, value, CodePurpose.ERASURE, str(form.cleaned_data["key"] or uuid4()))
    except DomainError as refusal:
        return _data(request, buyer, refusal=refusal.message, status=429)


@posted
@for_buyers
def keep(request: HttpRequest, buyer: User) -> HttpResponse:
    """Change one's mind."""
    if keep_account(user=buyer, now=clock.now()):
        messages.success(request, _("Your account stays. Nothing was erased."))
    return see_other(reverse("storefront:account-data"))
