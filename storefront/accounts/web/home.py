"""The account's first page and its orders."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import CodePurpose, User, shown
from storefront.accounts.models import AdoptedOrder
from storefront.accounts.selectors import contacts_of, order_rows, orders_page
from storefront.accounts.services.adopt import adopt_by_link, adopt_proven, offered
from storefront.accounts.services.once import once
from storefront.accounts.services.repeat_order import Repeated, repeat_order
from storefront.accounts.services.settings import change_settings
from storefront.accounts.web.door import send_code
from storefront.accounts.web.forms import ContactForm, KeyForm, LinkForm, SettingsForm, contact_of, new_key
from storefront.accounts.web.guard import add_refusal, for_buyers, in_language, see_other, with_status
from storefront.bag.cookie import keep_bag, read_bag
from storefront.posting import posted

#: A message lists no more pieces than a cookie holds.
_MISSING_SAID = 5


@require_safe
def to_home(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return see_other(reverse("storefront:account"))


@require_safe
def to_order(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001
    """The address above a form's own: the order has one page."""
    return see_other(reverse("storefront:order", args=[token]))


@require_safe
@for_buyers
def home(request: HttpRequest, buyer: User) -> HttpResponse:
    return _home(request, buyer, LinkForm())


def _home(request: HttpRequest, buyer: User, form: LinkForm) -> HttpResponse:
    before = request.GET.get("before", "")
    page = orders_page(buyer, before=int(before) if before.isdecimal() and len(before) < 10 else 0)
    emails, phones = contacts_of(buyer)
    context = {
        "buyer": buyer,
        "contacts": [*emails, *(shown(each) for each in phones)],
        "page": page,
        "offered": order_rows(offered(buyer)),
        "form": form,
        "key": new_key(),
    }
    return with_status(render(request, "accounts/home.html", context), form)


@posted
@for_buyers
def add_order(request: HttpRequest, buyer: User) -> HttpResponse:
    """Bring an order by its link: whoever holds it may see the order."""
    form = LinkForm(request.POST)
    if form.is_valid():
        try:
            adopt_by_link(user=buyer, link=form.cleaned_data["link"], now=clock.now())
        except DomainError as refusal:
            add_refusal(form, refusal)
            response = _home(request, buyer, form)
            response.status_code = 409 if refusal.code == "ORDER_TAKEN" else 422
            return response
        messages.success(request, _("The order is in your account."))
        return see_other(reverse("storefront:account"))
    return _home(request, buyer, form)


@posted
@for_buyers
def add_offered(request: HttpRequest, buyer: User) -> HttpResponse:
    """Take the orders that carry a contact which this buyer has proven."""
    taken = adopt_proven(user=buyer, now=clock.now())
    said = ngettext(
        "%(n)d order was added to your account.", "%(n)d orders were added to your account.", taken
    )
    messages.success(request, said % {"n": taken})
    return see_other(reverse("storefront:account"))


@posted
@for_buyers
def again(request: HttpRequest, buyer: User, token: str) -> HttpResponse:
    """Put what was bought into the bag again."""
    held = AdoptedOrder.objects.select_related("access").filter(user=buyer, access__token=token[:64]).first()
    form = KeyForm(request.POST)
    if held is None or not held.access.order_id:
        raise Http404
    response = see_other(reverse("storefront:cart"))
    if not form.is_valid():
        return see_other(reverse("storefront:account"))
    with once(form.cleaned_data["key"], buyer) as is_first:
        if is_first:
            repeated = repeat_order(access=held.access, bag=read_bag(request))
            _say(request, repeated)
            if repeated.bag is not None:
                keep_bag(request, response, repeated.bag)
    return response


def _say(request: HttpRequest, repeated: Repeated) -> None:
    if repeated.pieces:
        said = ngettext(
            "%(n)d piece is in your bag, at today’s price.",
            "%(n)d pieces are in your bag, at today’s prices.",
            repeated.pieces,
        )
        messages.success(request, said % {"n": repeated.pieces})
    for name, why in repeated.missing[:_MISSING_SAID]:
        messages.warning(request, f"{name}: {why}")
    more = len(repeated.missing) - _MISSING_SAID
    if more > 0:
        said = ngettext("%(n)d more piece is not sold now.", "%(n)d more pieces are not sold now.", more)
        messages.warning(request, said % {"n": more})


@require_http_methods(["GET", "HEAD", "POST"])
@for_buyers
def settings(request: HttpRequest, buyer: User) -> HttpResponse:
    """Name and language; what signs her in."""
    form = SettingsForm(
        request.POST or None, initial={"name": buyer.name, "language": buyer.language or "en"}
    )
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        change_settings(user=buyer, name=form.cleaned_data["name"], language=language)
        messages.success(request, _("Saved."))
        return see_other(in_language(reverse("storefront:account-settings"), language))
    return _settings(request, buyer, form, ContactForm())


@posted
@for_buyers
def add_contact(request: HttpRequest, buyer: User) -> HttpResponse:
    """Send a code to one more address or number; it signs her in once it is proven."""
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            kind, value = contact_of(form.cleaned_data["contact"])
            return send_code(
                request, kind, value, CodePurpose.CONTACT, reverse("storefront:account-settings")
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
    known = SettingsForm(initial={"name": buyer.name, "language": buyer.language or "en"})
    return _settings(request, buyer, known, form)


def _settings(request: HttpRequest, buyer: User, form: SettingsForm, contact: ContactForm) -> HttpResponse:
    emails, phones = contacts_of(buyer)
    context = {
        "buyer": buyer,
        "form": form,
        "contact_form": contact,
        "emails": emails,
        "phones": [shown(each) for each in phones],
    }
    response = render(request, "accounts/settings.html", context)
    return with_status(with_status(response, form), contact)
