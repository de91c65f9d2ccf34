"""What a buyer wrote about pieces that came, and how it is forgotten."""

from django.utils.translation import gettext as _

from jkrlm.kernel.personal_data import Holder, Subject, Told
from storefront.reviews.models import Question, Review
from storefront.reviews.services.forget import forget_buyer


def _tell(subject: Subject) -> tuple[Told, ...]:
    reviews = Review.objects.filter(access__in=subject.access_ids).order_by("pk")
    questions = (
        Question.objects.filter(email__in=subject.emails) | Question.objects.filter(phone__in=subject.phones)
    ).order_by("pk")
    return (
        Told(
            _("Your reviews"),
            tuple(
                {
                    _("Piece"): each.product_name,
                    _("Stars"): each.stars,
                    _("Your words"): each.words,
                    _("Name shown"): each.shown_name,
                    _("Photographs"): len(each.photos),
                    _("State"): each.get_state_display(),
                }
                for each in reviews
            ),
        ),
        Told(
            _("Your questions"),
            tuple(
                {
                    _("Piece"): each.product_name,
                    _("Your words"): each.words,
                    _("Contact"): each.email or each.phone,
                }
                for each in questions
            ),
        ),
    )


def _forget(subject: Subject) -> None:
    """Reviews lose whose they were; where a question's answer was to go is wiped."""
    forget_buyer(access_ids=subject.access_ids)
    Question.objects.filter(email__in=subject.emails).update(email="")
    Question.objects.filter(phone__in=subject.phones).update(phone="")


PERSONAL_DATA = Holder(tell=_tell, forget=_forget)
