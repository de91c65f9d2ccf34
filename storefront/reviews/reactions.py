"""What writers are told when staff have read what they wrote."""

from collections.abc import Callable
from typing import assert_never

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from commerce.facade import app_store
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import QUESTION_ANSWERED, write_sms
from storefront.mail.notes import Note, write_note
from storefront.models import MailMessage
from storefront.reviews.errors import TextUnknown
from storefront.reviews.models import Answer, Question, Review
from storefront.reviews.services.common import name_of
from storefront.reviews.services.decide import text_of
from storefront.reviews.states import MENDING, Reason, TextState


def on_text_decided(event: Event) -> None:
    """
    Mail the writer what became of a review or a question; an answer's mail goes to who asked.

    The maker is told by ``sellers.notices``. What was written anew meanwhile is told of later.
    """
    try:
        text = text_of(event.payload["what"], event.payload["id"])
    except TextUnknown:
        return
    if text.version != event.payload["version"] or text.state != event.payload["state"]:
        return
    match text:
        case Review():
            _tell_buyer(text)
        case Question():
            if text.state != TextState.PUBLISHED:
                _tell_asker(
                    text,
                    lambda: _refused_note(text, _("Your question about %(piece)s"), _page(text)),
                    reference=_reference(text),
                )
        case Answer():
            question = text.question
            if question is not None and text.state == TextState.PUBLISHED:
                _tell_asker(question, lambda: _answered_note(question, text), reference=_reference(text))
        case _:
            assert_never(text)


def _reference(text: Review | Question | Answer) -> str:
    return f"{name_of(text)} v{text.version} {text.state}"


def _page(text: Review | Question) -> str:
    return reverse("storefront:product", args=[text.product_slug]) if text.product_slug else "/"


def _refused_note(text: Review | Question, subject: str, path: str) -> Note:
    reason = str(Reason(text.reason).label) if text.reason else ""
    said = (
        _("We took it off the page: %(reason)s.")
        if text.state == TextState.HIDDEN
        else _("We did not publish it: %(reason)s.")
    )
    paragraphs = [said % {"reason": reason}]
    if text.reason_words:
        paragraphs.append(text.reason_words)
    paragraphs.append(str(MENDING[text.reason]))
    return Note(
        subject=subject % {"piece": text.product_name},
        paragraphs=tuple(paragraphs),
        path=path,
        link=_("Open the page"),
        quoted=text.words,
    )


def _tell_buyer(review: Review) -> None:
    access = review.access
    if access is None or access.order_id is None:
        return
    order = app_store().order_details(id=access.order_id).order

    def make() -> Note:
        subject = _("Your review of %(piece)s")
        if review.state == TextState.PUBLISHED:
            return Note(
                subject=subject % {"piece": review.product_name},
                paragraphs=(_("It is on the page now. Thank you."),),
                path=_page(review) + "#reviews",
                link=_("See it"),
                name=review.shown_name,
            )
        path = reverse("shop_reviews:write", args=[access.token, review.sold_line])
        return _refused_note(review, subject, path)

    write_note(
        kind=MailMessage.Kind.REVIEW,
        reference=_reference(review),
        to=(order.user_email if order else "") or "",
        language=access.language,
        make=make,
        access=access,
    )


def _tell_asker(question: Question, make: Callable[[], Note], *, reference: str) -> None:
    """
    By mail, or by SMS where only a number was left; then address and number are forgotten.

    Forgetting is what makes it happen once, should the event come twice.
    """
    write_note(
        kind=MailMessage.Kind.QUESTION,
        reference=reference,
        to=question.email,
        language=question.language,
        make=make,
        access=None,
    )
    with transaction.atomic():
        asked = Question.objects.select_for_update().get(pk=question.pk)
        if asked.phone and asked.state == TextState.PUBLISHED:
            write_sms(
                to=asked.phone,
                template=QUESTION_ANSWERED,
                variables=[asked.product_name[:30], settings.PUBLIC_URL.rstrip("/") + _page(asked)],
                language=asked.language,
            )
        asked.email = asked.phone = ""
        asked.save(update_fields=["email", "phone"])


def _answered_note(question: Question, answer: Answer) -> Note:
    return Note(
        subject=_("Your question about %(piece)s is answered") % {"piece": question.product_name},
        paragraphs=(_("You asked: %(words)s") % {"words": question.words}, _("The maker answers:")),
        path=_page(question) + "#questions",
        link=_("See it"),
        quoted=answer.words,
    )
