"""What an editor does with a photograph of goods: words, a better picture, consents."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalogue.errors import BadConsent, ListingUnknown, PhotoMoved
from catalogue.models import Listing, ListingPhoto, PhotoConsent, Stage
from catalogue.photo_rules import ACCEPTABLE, Means, People, Shows
from catalogue.services.decide import Staff
from catalogue.services.listing_common import name_of, step
from catalogue.services.photos import judge, tell_pictured
from jkrlm.kernel import outbox
from jkrlm.people.facade import User, audit
from media.facade import Recipe, edit

TEXTS: Final = ("alt_en", "alt_hi", "alt_ur")


@dataclass(frozen=True, slots=True)
class Described:
    """What an editor says of a photograph; empty ``shows`` and ``people``: nobody has said it yet."""

    alt_en: str
    alt_hi: str
    alt_ur: str
    shows: str
    people: str


@transaction.atomic
def describe(*, photo_id: int, version: int, said: Described, actor: User, now: datetime) -> bool:
    """
    Write what a photograph shows, in words and answers; the store gets it by ``ListingPictured``.

    Returns False where all of it stands there already.

    Raises:
        ListingUnknown; PhotoMoved: somebody else changed it meanwhile.
    """
    row, photo = _locked(photo_id)
    after = {name: getattr(said, name).strip() for name in TEXTS}
    after["shows"] = said.shows if said.shows in Shows.values else ""
    after["people"] = said.people if said.people in People.values else ""
    after = {name: text for name, text in after.items() if text != getattr(photo, name)}
    if not after:
        return False
    before = {name: getattr(photo, name) for name in after}
    _require(photo, version)
    for name, text in after.items():
        setattr(photo, name, text)
    _save(row, photo, verb="photo.describe", before=before, after=after, actor=actor, now=now)
    return True


def make_better(*, photo_id: int, version: int, recipe: Recipe, actor: User, now: datetime) -> bool:
    """
    Show the picture that a recipe makes of the photograph as it came; an empty one takes all edits back.

    The picture is made before anything is locked; made twice it is the same. Returns False where it is shown
    already.

    Raises:
        ListingUnknown, PhotoMoved; RecipeRefused, FilesUnavailable: from media.
    """
    known = ListingPhoto.objects.filter(pk=photo_id, place__isnull=False).first()
    if known is None:
        raise ListingUnknown(_("There is no such photograph."), field="id")
    made = edit(known.original_key, recipe)
    with transaction.atomic():
        row, photo = _locked(photo_id)
        if photo.shown_key == made.key:
            return False
        _require(photo, version)
        before, photo.shown_key = photo.shown_key, made.key
        photo.light, photo.sharp = made.light, made.sharp
        row.photo_keys = [made.key if each == before else each for each in row.photo_keys]
        row.save(update_fields=["photo_keys"])
        _save(
            row,
            photo,
            verb="photo.edit",
            before={"picture": before},
            after={"picture": made.key, "recipe": recipe.words},
            actor=actor,
            now=now,
        )
    return True


@transaction.atomic
def accept(*, photo_id: int, version: int, problems: Collection[str], actor: User, now: datetime) -> bool:
    """
    Let a photograph be as dark, as blurred, as like another as it is.

    Raises:
        ListingUnknown, PhotoMoved.
    """
    row, photo = _locked(photo_id)
    wanted = sorted({*photo.accepted, *(ACCEPTABLE & set(problems))})
    if wanted == sorted(photo.accepted):
        return False
    _require(photo, version)
    before, photo.accepted = list(photo.accepted), wanted
    _save(
        row,
        photo,
        verb="photo.accept",
        before={"accepted": before},
        after={"accepted": wanted},
        actor=actor,
        now=now,
    )
    return True


@dataclass(frozen=True, slots=True)
class Yes:
    """
    Whose yes it is, who said it, by which paper or recording, and on which day. ``contact`` is hers: small
    letters, or E.164.
    """

    key: str
    who: str
    said_by: str
    means: str
    evidence: str
    given_on: date
    contact: str = ""


@transaction.atomic
def record_consent(*, photo_id: int, yes: Yes, actor: User, now: datetime, today: date) -> PhotoConsent:
    """
    Write down that somebody agreed to be seen; the same key again changes nothing.

    The photograph has somebody in it from then on.

    Raises:
        ListingUnknown; BadConsent: a day to come, no such means, a key of another photograph, or her yes is
        written down already.
    """
    row, photo = _locked(photo_id)
    known = PhotoConsent.objects.filter(key=yes.key).first()
    if known is not None:
        if known.photo_id != photo.pk:
            raise BadConsent(_("Load the page again: it lost its key."), field="key")
        return known
    if yes.given_on > today:
        raise BadConsent(
            _("The day is still to come. Write the day on which she said yes."), field="given_on"
        )
    if yes.means not in Means.values:
        raise BadConsent(_("Choose by what she said yes."), field="means")
    who = " ".join(yes.who.split())
    try:
        with transaction.atomic():
            made = PhotoConsent.objects.create(
                key=yes.key,
                photo=photo,
                who=who,
                said_by=" ".join(yes.said_by.split()) or who,
                contact=yes.contact,
                means=yes.means,
                evidence=yes.evidence.strip(),
                given_on=yes.given_on,
                recorded_at=now,
                recorded_by=actor,
            )
    except IntegrityError as clash:
        raise BadConsent(
            _("A yes of %(name)s is written down already. Withdraw it first, if it has changed.")
            % {"name": who},
            field="who",
        ) from clash
    photo.people = People.SOMEBODY
    _save(
        row,
        photo,
        verb="photo.consent",
        before={},
        after={"consent": made.pk, "means": made.means, "given_on": made.given_on.isoformat()},
        actor=actor,
        now=now,
    )
    return made


@transaction.atomic
def withdraw_consent(*, consent_id: int, words: str, actor: User, now: datetime) -> bool:
    """
    Take a yes back: the photograph leaves the shop, and its public addresses, by ``ListingPictured``.

    Returns False where it was withdrawn before.

    Raises:
        ListingUnknown: there is no such yes.
    """
    found = PhotoConsent.objects.filter(pk=consent_id).values_list("photo_id", flat=True).first()
    if found is None:
        raise ListingUnknown(_("There is no such consent."), field="id")
    row, photo = _locked(found, gone_too=True)
    consent = PhotoConsent.objects.select_for_update().get(pk=consent_id)
    if consent.withdrawn_at is not None:
        return False
    consent.withdrawn_at, consent.withdrawn_by, consent.withdrawn_words = now, actor, words.strip()[:300]
    consent.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_words"])
    _save(
        row,
        photo,
        verb="photo.withdraw",
        before={"hidden": photo.hidden},
        after={"consent": consent.pk},
        actor=actor,
        now=now,
    )
    return True


def _locked(photo_id: int, *, gone_too: bool = False) -> tuple[Listing, ListingPhoto]:
    rows = ListingPhoto.objects.exclude(listing__stage=Stage.DRAFT)
    rows = rows if gone_too else rows.filter(place__isnull=False)
    of = rows.filter(pk=photo_id).values_list("listing_id", flat=True).first()
    if of is None:
        raise ListingUnknown(_("There is no such photograph."), field="id")
    row = Listing.objects.select_for_update().get(pk=of)
    return row, ListingPhoto.objects.select_for_update().get(pk=photo_id)


def _require(photo: ListingPhoto, version: int) -> None:
    if photo.version != version:
        raise PhotoMoved(
            _(
                "Somebody else changed this photograph while you were at it. What you wrote is still here: "
                "compare, then press again."
            ),
            params={"version": photo.version},
        )


def _save(
    row: Listing,
    photo: ListingPhoto,
    *,
    verb: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    actor: User,
    now: datetime,
) -> None:
    rejudge(row, photo, now=now)
    step(row, what=verb, by=Staff(actor), at=now, words=f"photo {(photo.place or 0) + 1}")
    audit(
        actor=actor,
        verb=verb,
        target=f"listing {row.pk} photo {photo.pk}",
        before={"group": row.group_code, **before},
        after={"group": row.group_code, **after},
    )


def rejudge(row: Listing, photo: ListingPhoto, *, now: datetime) -> None:
    """
    Judge a locked photograph that was changed, and save it.

    The store is told, and its seller where it left the shop.
    """
    was_hidden = photo.hidden
    photo.version += 1
    photo.changed_at = now
    judge(photo, row)
    photo.save()
    tell_pictured(row)
    if photo.hidden and not was_hidden and photo.place is not None and row.product_id:
        outbox.record(
            "ListingPhotoHidden",
            {
                "listing_id": row.pk,
                "group": row.group_code,
                "person_id": row.person_id,
                "title": name_of(row),
            },
        )
