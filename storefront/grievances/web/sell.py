"""A seller's own matters with the officer: what she wrote, what was answered."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import TooManyAttempts, count_attempt
from sellers.portal.facade import SellerRequest, audit_act, for_sellers, seller_page
from storefront.grievances import rules
from storefront.grievances.errors import TooLate, WrongState
from storefront.grievances.models import Grievance
from storefront.grievances.officer import grievance_officer
from storefront.grievances.selectors import may_reopen, of_seller
from storefront.grievances.selectors import thread as thread_of
from storefront.grievances.services.open_grievance import Complaint, open_grievance
from storefront.grievances.states import OPEN, Kind
from storefront.grievances.web.common import be_content, is_content, say_more
from storefront.grievances.web.forms import WordsForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def mine(request: SellerRequest) -> HttpResponse:
    """Her grievances, and a form for a new one. It is hers alone: nobody acts for her here."""
    acting = request.acting
    if request.method != "POST":
        return _list(request, WordsForm())
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        count_attempt(rules.MESSAGES_PER_LINK, subject=f"person {acting.person.id}", now=clock.now())
        made = open_grievance(
            Complaint(
                key=str(form.cleaned_data["key"]),
                kind=Kind.SELLER,
                words=form.cleaned_data["words"],
                language=_language(request),
                reference=acting.group_codes[0] if acting.group_codes else "",
                name=acting.person.name,
                group_code=acting.group_codes[0] if acting.group_codes else "",
                person_id=acting.person.id,
            ),
            now=clock.now(),
        )
    except TooManyAttempts as refusal:
        form.add_error(None, refusal.message)
        return _list(request, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _list(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    audit_act(acting, verb="grievance.open", target=f"grievance {made.number}")
    messages.success(request, _("We have it. Its number is %(number)s.") % {"number": made.number})
    return redirect("sell_grievances:one", ticket=made.number)


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def one(request: SellerRequest, ticket: str) -> HttpResponse:
    found = Grievance.objects.filter(number=ticket, person_id=request.acting.person.id).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return _one(request, found, WordsForm())
    form = WordsForm(request.POST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        if is_content(request):
            said = be_content(found, request.POST.get("key", "")[:60], clock.now())
        elif form.is_valid():
            said = say_more(found, form, (), clock.now())
        else:
            return _one(request, found, form, status=status)
    except (WrongState, TooLate) as refusal:
        form.add_error(None, refusal.message)
        status = HTTPStatus.CONFLICT
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    else:
        messages.success(request, said)
        return redirect("sell_grievances:one", ticket=ticket)
    return _one(request, found, form, status=status)


def _language(request: SellerRequest) -> str:
    code = str(getattr(request, "LANGUAGE_CODE", "en")).split("-")[0]
    return code if code in ("en", "hi", "ur") else "en"


def _list(request: SellerRequest, form: WordsForm, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    context = {"rows": of_seller(request.acting.person.id), "form": form, "officer": grievance_officer()}
    return seller_page(request, "shop_grievances/sell.html", context, here="help", status=status)


def _one(
    request: SellerRequest, found: Grievance, form: WordsForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "grievance": found,
        "lines": thread_of(found, with_notes=False),
        "form": form,
        "may_write": found.state in OPEN,
        "may_reopen": may_reopen(found, clock.now()),
    }
    return seller_page(request, "shop_grievances/sell_one.html", context, here="help", status=status)
