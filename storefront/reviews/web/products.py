"""What the public does on a product's page: ask, and say that a review helped."""

from datetime import timedelta
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commerce.facade import public_store
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import TooManyAttempts, count_attempt, network_of
from storefront.accounts.facade import orders_of, signed_in_buyer
from storefront.reviews import rules
from storefront.reviews.selectors import every_question, line_to_review
from storefront.reviews.services.ask import About, ask
from storefront.reviews.services.helpful import mark_helpful
from storefront.reviews.web.forms import QuestionForm
from storefront.shop.product import show_product
from storefront.store_values import entries
from storefront.written import language_of

#: Tells browsers apart that found a review helpful; it is in no log and means nothing elsewhere.
COOKIE: Final = "helpful"
COOKIE_LIFE: Final = timedelta(days=365)


def product_about(slug: str) -> About:
    """Raises Http404: the store shows no such product."""
    found = public_store().product_details(slug=slug, channel=settings.CHANNEL_ONLINE).product
    if found is None:
        raise Http404(_("There is no piece at this address."))
    return About(found.id, found.slug, found.name, entries(found.metadata).get("umeed.maker", ""))


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """All answered questions; a POST asks one."""
    if request.method != "POST":
        about = product_about(slug)
        context = {"about": about, "questions": every_question(about.product_id)}
        return render(request, "shop_reviews/questions.html", context)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return show_product(request, slug, question=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    if not given["website"]:
        try:
            count_attempt(rules.QUESTIONS_PER_NETWORK, subject=network_of(request), now=clock.now())
            email, phone = given["contact"]
            ask(
                key=given["key"],
                about=product_about(slug),
                words=given["words"],
                language=language_of(given["words"], get_language() or ""),
                email=email,
                phone=phone,
                now=clock.now(),
            )
        except TooManyAttempts as refusal:
            tell(form, refusal)
            return show_product(request, slug, question=form, status=HTTPStatus.TOO_MANY_REQUESTS)
        except DomainError as refusal:
            tell(form, refusal)
            return show_product(request, slug, question=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(
        request,
        _("Your question is on its way: we read it, then the maker answers. It is shown with the answer."),
    )
    return HttpResponseRedirect(reverse("storefront:product", args=[slug]) + "#questions", status=303)


@never_cache
@require_safe
def write_here(request: HttpRequest, slug: str) -> HttpResponse:
    """
    Lead who is signed in and had this piece in hand to its form, on her order's address.

    The product's page shows the link to everybody: it is the same for all, so that it can be cached.
    """
    about, here = product_about(slug), request.path
    buyer = signed_in_buyer(request)
    if buyer is None:
        signs_in = f"{reverse('storefront:account-sign-in')}?next={quote(here)}"
        return HttpResponseRedirect(signs_in, status=303)
    found = line_to_review(about.product_id, orders_of(buyer))
    if found is not None:
        access, line = found
        return HttpResponseRedirect(reverse("shop_reviews:write", args=[access.token, line]), status=303)
    messages.info(
        request,
        _(
            "You can write about this piece once it has come, with an order in your account. An order placed "
            "without signing in: open it by the link in our mail, and write from there."
        ),
    )
    return HttpResponseRedirect(reverse("storefront:product", args=[slug]) + "#reviews", status=303)


@require_http_methods(["GET", "HEAD", "POST"])
def helpful(request: HttpRequest, slug: str, review_id: int) -> HttpResponse:
    """One button for each review; a GET goes to the product."""
    back = reverse("storefront:product", args=[slug])
    if request.method != "POST":
        return HttpResponseRedirect(back, status=303)
    device = request.COOKIES.get(COOKIE, "")[:64] or token_urlsafe(16)
    try:
        count_attempt(rules.HELPFUL_PER_NETWORK, subject=network_of(request), now=clock.now())
    except TooManyAttempts as refusal:
        messages.warning(request, refusal.message)
        return HttpResponseRedirect(back, status=303)
    if mark_helpful(review_id=review_id, product_slug=slug, device=device):
        messages.success(request, _("Noted: this review helped."))
    sort, page = request.GET.get("reviews", ""), request.GET.get("reviewpage", "")
    if sort in ("newest", "helpful") and page.isascii() and page.isdigit() and len(page) < 5:
        back += f"?reviews={sort}&reviewpage={page}"
    response = HttpResponseRedirect(f"{back}#reviews", status=303)
    response.set_cookie(
        COOKIE,
        device,
        max_age=COOKIE_LIFE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
