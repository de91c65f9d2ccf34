"""Delivery outside India: a page to ask on; the staff's list of who asked there, or at a fair."""

from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.validators import MaxLengthValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commerce.facade import public_store
from jkrlm.kernel.clock import now
from jkrlm.kernel.forms import KeyedForm, form_page, tell
from jkrlm.people.facade import Role, TooManyAttempts, for_roles, network_of, signed_in
from storefront.aftercare.countries import HOME, countries, country_name
from storefront.aftercare.models import ANSWER_BY_SMS, ANSWER_MAX, Enquiry, EnquirySource
from storefront.aftercare.services.answer_enquiry import answer_enquiry
from storefront.aftercare.services.ask_enquiry import EnquiryAsk, ask_enquiry
from storefront.spoken import asked, name_of

form_view = require_http_methods(["GET", "HEAD", "POST"])
DESK: Final = (Role.LOGISTICS, Role.EXHIBITIONS, Role.ADMINISTRATOR)
SHOWN: Final = 100


class EnquiryForm(KeyedForm):
    """``website`` is for machines: people do not see it."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Fill in your name.")},
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        error_messages={
            "required": gettext_lazy("Fill in your e-mail address: our answer goes there."),
            "invalid": gettext_lazy("Write the e-mail address as in name@example.in."),
        },
        widget=forms.EmailInput(attrs={"class": "field", "autocomplete": "email"}),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        error_messages={"required": gettext_lazy("Choose the country.")},
        widget=forms.Select(attrs={"class": "field", "autocomplete": "country"}),
    )
    quantity = forms.IntegerField(
        label=gettext_lazy("How many pieces"),
        min_value=1,
        max_value=1000,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "field", "inputmode": "numeric"}),
    )
    words = forms.CharField(
        label=gettext_lazy("What should we know?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"class": "field", "rows": 4}),
    )
    website = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [("", _("Choose")), *(row for row in countries() if row[0] != HOME)]


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Our answer"),
        max_length=ANSWER_MAX,
        widget=forms.Textarea(attrs={"class": "field", "rows": 8}),
    )

    def __init__(self, *args: Any, most: int = ANSWER_MAX, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        assert isinstance(field, forms.CharField)
        field.validators.append(MaxLengthValidator(most))


@never_cache
@form_view
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a piece from abroad; nothing is promised, somebody of the staff answers by mail."""
    product = public_store().product_details(slug=slug, channel=settings.CHANNEL_ONLINE, **asked()).product
    if product is None:
        raise Http404
    form = EnquiryForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                if not form.cleaned_data["website"]:
                    _keep(request, form, slug, product.name)
            except TooManyAttempts as refusal:
                tell(form, refusal)
                status = HTTPStatus.TOO_MANY_REQUESTS
            else:
                messages.success(request, _("Thank you. We answer by mail within three working days."))
                return redirect("storefront:product", slug)
    context = {"form": form, "name": name_of(product.name, product.translation), "slug": slug}
    response = render(request, "storefront/aftercare/enquiry.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _keep(request: HttpRequest, form: EnquiryForm, slug: str, name: str) -> None:
    given = form.cleaned_data
    ask_enquiry(
        ask=EnquiryAsk(
            key=given["key"],
            product_slug=slug,
            product_name=name,
            name=" ".join(given["name"].split()),
            email=given["email"],
            country=given["country"],
            quantity=given["quantity"],
            words=given["words"],
            language=(get_language() or "en")[:2],
        ),
        network=network_of(request),
        now=now(),
    )


@require_safe
@for_roles(*DESK)
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first; then the last ones answered."""
    rows = Enquiry.objects.select_related("answered_by")
    context = {
        "waiting": [_row(each) for each in rows.filter(answered_at=None).order_by("asked_at", "id")[:SHOWN]],
        "answered": [_row(each) for each in rows.exclude(answered_at=None).order_by("-answered_at")[:SHOWN]],
    }
    return render(request, "shop_aftercare/enquiries.html", context)


@form_view
@for_roles(*DESK)
def one(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Enquiry.objects.select_related("answered_by"), pk=number)
    most = ANSWER_MAX if found.email else ANSWER_BY_SMS
    form = AnswerForm(request.POST or None, most=most)
    if request.method == "POST" and form.is_valid():
        if answer_enquiry(pk=number, answer=form.cleaned_data["answer"], by=signed_in(request), now=now()):
            messages.success(request, _("Answered; it is on its way."))
        else:
            messages.info(request, _("It was answered already; nothing was sent again."))
        return redirect("staff_enquiries:one", number=number)
    context = {"row": _row(found), "form": form, "sms_max": ANSWER_BY_SMS}
    return form_page(request, "shop_aftercare/enquiry.html", context, form)


def _row(found: Enquiry) -> dict[str, Any]:
    is_at_fair = found.source == EnquirySource.FAIR
    return {"one": found, "where": found.origin if is_at_fair else country_name(found.country)}
