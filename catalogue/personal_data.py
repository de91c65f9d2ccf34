"""Whose yes it was to be seen in a photograph: found by a proven mailbox or phone, told, and forgotten."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalogue.models import Listing, ListingPhoto, PhotoConsent
from catalogue.services.photo_desk import rejudge
from jkrlm.kernel import clock
from jkrlm.kernel.personal_data import Holder, Subject, Told
from jkrlm.people.facade import Role, User, roles_of

#: Stands where names and words were; the trigger asks for just this.
ERASED = "–"


def _tell(subject: Subject) -> tuple[Told, ...]:
    rows = tuple(
        {
            _("Piece"): each.photo.listing.title,
            _("Who is in it?"): each.who,
            _("Who said yes"): each.said_by,
            _("Contact"): each.contact,
            _("By what"): f"{each.get_means_display()}: {each.evidence}",
            _("On which day"): each.given_on.isoformat(),
            _("Taken back"): each.withdrawn_at.isoformat() if each.withdrawn_at else "",
            _("Your words"): each.withdrawn_words,
        }
        for each in _hers(subject).select_related("photo__listing")
    )
    return (Told(_("Photographs in which you may be seen"), rows),)


def _forget(subject: Subject) -> None:
    """
    Take each yes of hers back, so that the shop shows her no more, and erase its names and words.

    Of who sells or works here it stays: she goes on doing so, and takes it back at the desk if she wishes.
    """
    if roles_of(User.objects.get(pk=subject.user_id)) - {Role.BUYER}:
        return
    for consent_id, photo_id, listing_id in _hers(subject).values_list("pk", "photo", "photo__listing"):
        with transaction.atomic():
            row = Listing.objects.select_for_update().get(pk=listing_id)
            photo = ListingPhoto.objects.select_for_update().get(pk=photo_id)
            now = clock.now()
            consent = PhotoConsent.objects.filter(pk=consent_id)
            consent.filter(withdrawn_at=None).update(withdrawn_at=now, withdrawn_by=subject.user_id)
            consent.update(who=ERASED, said_by=ERASED, evidence=ERASED, contact="", withdrawn_words="")
            rejudge(row, photo, now=now)


def _hers(subject: Subject) -> QuerySet[PhotoConsent]:
    return PhotoConsent.objects.filter(
        contact__in=[*(each.lower() for each in subject.emails), *subject.phones]
    ).order_by("pk")


PERSONAL_DATA = Holder(tell=_tell, forget=_forget)
