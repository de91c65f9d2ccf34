"""Staff decide on goods: approve them with a text, or send them back with reasons."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from catalogue.errors import BadWish, ListingMoved
from catalogue.models import GroupCounter, Listing, Stage
from catalogue.reasons import SENT_BACK_REASONS
from catalogue.services.listing_common import changed, locked_listing, name_of
from jkrlm.kernel import outbox
from jkrlm.people.facade import User, audit


@dataclass(frozen=True, slots=True)
class Text:
    """What an editor writes. ``facts`` are the store's attributes by slug; ``dims_cm`` is ``28x22x4``."""

    kind: str
    title: str
    title_hi: str
    title_ur: str
    description: str
    description_hi: str
    description_ur: str
    hsn: str
    weight_grams: int | None
    dims_cm: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Staff:
    """An editor as a ``By``."""

    user: User

    @property
    def actor(self) -> str:
        return f"person:{self.user.pk}"

    @property
    def on_behalf_of(self) -> str:
        return ""


@transaction.atomic
def keep_text(*, listing_id: int, version: int, text: Text, actor: User, now: datetime) -> None:
    """
    Keep what was written so far, without a decision.

    Raises:
        ListingUnknown; ListingMoved: somebody else changed or decided it.
    """
    row = _in_checking(listing_id, version)
    _write(row, text)
    changed(row, what="text", by=Staff(actor), at=now)


@transaction.atomic
def approve(*, listing_id: int, version: int, text: Text, actor: User, now: datetime) -> None:
    """
    Approve goods; the store gets them by ``ListingApproved``.

    Raises:
        ListingUnknown; ListingMoved: somebody else changed or decided it.
    """
    row = _in_checking(listing_id, version)
    _write(row, text)
    row.stage, row.decided_by, row.decided_at = Stage.APPROVED, actor, now
    row.reasons, row.reason_words = [], ""
    if not row.sku:
        give_sku(row)
    changed(row, what="approved", by=Staff(actor), at=now)
    outbox.record(
        "ListingApproved", {"listing_id": row.pk, "group": row.group_code, "person_id": row.person_id}
    )
    _audit(row, "listing.approve", actor, {"sku": row.sku, "title": row.title})


@transaction.atomic
def send_back(
    *,
    listing_id: int,
    version: int,
    reasons: Collection[str],
    words: str,
    text: Text | None,
    actor: User,
    now: datetime,
) -> None:
    """
    Send goods back to their seller with at least one chosen reason; what was written is kept for next time.

    Raises:
        ListingUnknown; ListingMoved; BadWish: no reason, or one that we do not have.
    """
    if not reasons or set(reasons) - set(SENT_BACK_REASONS):
        raise BadWish(_("Choose why."), field="reasons")
    row = _in_checking(listing_id, version)
    if text is not None:
        _write(row, text)
    row.stage, row.decided_by, row.decided_at = Stage.SENT_BACK, actor, now
    row.reasons = [each for each in SENT_BACK_REASONS if each in reasons]
    row.reason_words = words.strip()
    changed(row, what="sent-back", by=Staff(actor), at=now, words=", ".join(row.reasons))
    outbox.record(
        "ListingSentBack",
        {
            "listing_id": row.pk,
            "group": row.group_code,
            "person_id": row.person_id,
            "title": name_of(row),
        },
    )
    _audit(row, "listing.send-back", actor, {"reasons": row.reasons, "words": row.reason_words})


def give_sku(row: Listing) -> None:
    """Give a listing the next number of its group, and each of its variants a SKU; the caller saves it."""
    counter, _made = GroupCounter.objects.select_for_update().get_or_create(group_code=row.group_code)
    GroupCounter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db()
    row.sku = f"{row.group_code}-{counter.last:04d}"
    variants = list(row.variants.all())
    for each in variants:
        each.sku = row.sku if len(variants) == 1 else f"{row.sku}-{each.position + 1}"
        each.save(update_fields=["sku"])


def _in_checking(listing_id: int, version: int) -> Listing:
    row = locked_listing(listing_id, group_codes=None, staff=True)
    if row.stage != Stage.CHECKING:
        raise ListingMoved(
            _("Somebody else has decided on this: it is %(state)s now.")
            % {"state": Stage(row.stage).label.lower()},
            params={"stage": row.stage},
        )
    if row.version != version:
        raise ListingMoved(
            _(
                "This was changed while you were writing, by the seller or a colleague. What you wrote is "
                "still here: look at the goods once more, then decide."
            ),
            params={"version": row.version},
        )
    return row


def _write(row: Listing, text: Text) -> None:
    row.kind = text.kind
    for name in ("title", "title_hi", "title_ur", "description", "description_hi", "description_ur"):
        setattr(row, name, getattr(text, name).strip())
    row.hsn, row.weight_grams, row.dims_cm = text.hsn, text.weight_grams, text.dims_cm
    row.facts = dict(text.facts)


def _audit(row: Listing, verb: str, actor: User, after: dict[str, Any]) -> None:
    audit(actor=actor, verb=verb, target=f"listing {row.pk}", after={"group": row.group_code, **after})
