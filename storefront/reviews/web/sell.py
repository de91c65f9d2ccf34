"""What was said and asked about a group's goods, and her answers. Staff read them before they are shown."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from sellers.portal.facade import SellerRequest, act_for, audit_act, for_sellers, seller_page
from storefront.reviews.errors import ChangedMeanwhile
from storefront.reviews.models import Answer, Question, Review
from storefront.reviews.selectors import photos_shown
from storefront.reviews.services.answer import answer
from storefront.reviews.services.common import name_of
from storefront.reviews.states import MENDING, TextState
from storefront.reviews.web.forms import AnswerForm
from storefront.written import language_of

SHOWN: Final = 30
_MODELS: Final[dict[str, type[Review] | type[Question]]] = {"review": Review, "question": Question}


@dataclass(frozen=True, slots=True)
class SellRow:
    what: str
    id: int
    product: str
    stars: int
    words: str
    language: str
    at: datetime
    answer: str


@require_safe
@for_sellers
def texts(request: SellerRequest) -> HttpResponse:
    """What waits for an answer first, then the rest; newest first. A name of the writer is not shown here."""
    codes = request.acting.group_codes
    rows = [
        _row(what, text)
        for what, model in _MODELS.items()
        for text in model.objects.filter(group_code__in=codes, state=TextState.PUBLISHED)
        .select_related("answer")
        .order_by("-id")[:SHOWN]
    ]
    rows.sort(key=lambda row: row.at, reverse=True)
    context = {
        "waiting": [row for row in rows if not row.answer],
        "answered": [row for row in rows if row.answer],
    }
    return seller_page(request, "shop_reviews/sell.html", context, here="reviews")


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def one(request: SellerRequest, what: str, number: int) -> HttpResponse:
    text = _hers(request, what, number)
    kept: Answer | None = getattr(text, "answer", None)
    if request.method != "POST":
        initial = {"version": kept.version, "words": kept.words} if kept else {}
        return _page(request, what, text, kept, AnswerForm(initial=initial))
    acting = act_for(request.acting, text.group_code)
    form = AnswerForm(request.POST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = answer(
                to=text,
                key=given["key"],
                seen_version=given["version"],
                words=given["words"],
                language=language_of(given["words"], get_language() or ""),
                user=acting.user,
                on_behalf_of=acting.on_behalf_of,
                now=clock.now(),
            )
        except ChangedMeanwhile as refusal:
            tell(form, refusal)
            status = HTTPStatus.CONFLICT
        except DomainError as refusal:
            tell(form, refusal)
        else:
            audit_act(acting, verb="shop.answer", target=name_of(made), after={"to": name_of(text)})
            messages.success(request, _("Sent. It is shown when the shop has read it."))
            return redirect("sell_reviews:desk")
    return _page(request, what, text, kept, form, status=status)


def _hers(request: SellerRequest, what: str, number: int) -> Review | Question:
    """Raises Http404: there is none, it is another group's, or it is not published."""
    model = _MODELS.get(what)
    if model is None:
        raise Http404
    found = model.objects.filter(
        pk=number, group_code__in=request.acting.group_codes, state=TextState.PUBLISHED
    )
    text = found.select_related("answer").first()
    if text is None:
        raise Http404
    return text


def _row(what: str, text: Review | Question) -> SellRow:
    kept: Answer | None = getattr(text, "answer", None)
    return SellRow(
        what=what,
        id=text.pk,
        product=text.product_name,
        stars=text.stars if isinstance(text, Review) else 0,
        words=text.words,
        language=text.language,
        at=text.published_at or text.changed_at,
        answer=str(TextState(kept.state).label) if kept else "",
    )


def _page(
    request: HttpRequest,
    what: str,
    text: Review | Question,
    kept: Answer | None,
    form: AnswerForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context: dict[str, Any] = {
        "what": what,
        "text": text,
        "stars": text.stars if isinstance(text, Review) else 0,
        "photos": photos_shown(text.shown_photos) if isinstance(text, Review) else (),
        "answer": kept,
        "mending": MENDING[kept.reason] if kept and kept.reason else "",
        "form": form,
    }
    return seller_page(request, "shop_reviews/sell_one.html", context, here="reviews", status=status)
