"""
The erasure of a buyer's account: asked, confirmed by a code, seven days to change one's mind, then done.

Source: Digital Personal Data Protection Act 2023, s. 8(7) and 12(3): erased unless the law asks to keep it.
Tax documents are (CGST Act, s. 36; rule 56): they stay, with name and address, for eight years. See
docs/decisions/0035-buyers-accounts.md.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from jkrlm.kernel.clock import local_date
from jkrlm.kernel.ids import new_token
from jkrlm.people.facade import LAST_LETTER, NO_BUYERS_MAILBOX, User, forget_buyer, write_letter
from sellers.orders.facade import unfinished_orders
from storefront.accounts.errors import AskedAlready, ErasureBlocked
from storefront.accounts.models import (
    OF_ONE_BUYER,
    BuyerSession,
    Erasure,
    ErasureOutcome,
)
from storefront.accounts.personal_data import holders, subject_of
from storefront.accounts.rules import ERASURE_WAIT
from storefront.accounts.selectors import numbers_of
from storefront.accounts.services.customer import mailbox_of
from storefront.formats import day

logger = logging.getLogger(__name__)

#: Orders of which the store has nothing left to do.
_ENDED = frozenset({"CANCELED", "EXPIRED", "FULFILLED", "PARTIALLY_RETURNED", "RETURNED"})


def ask_erasure(*, user: User, key: str, now: datetime) -> Erasure:
    """
    Write down the wish; a code has proven that it is hers. The same key is the same wish.

    Raises:
        ErasureBlocked: orders are under way. AskedAlready.
    """
    same = Erasure.objects.filter(user=user, key=UUID(key)).first()
    if same is not None:
        return same
    if blocked := open_orders(user, now=now):
        raise ErasureBlocked(blocked)
    try:
        with transaction.atomic():
            wish = Erasure.objects.create(user=user, key=UUID(key), asked_at=now, due_at=now + ERASURE_WAIT)
            _tell_asked(user, wish)
    except IntegrityError as error:
        raise AskedAlready from error
    return wish


@transaction.atomic
def keep_account(*, user: User, now: datetime) -> bool:
    """Change one's mind; return whether there was anything to take back."""
    kept = Erasure.objects.filter(user=user, outcome=ErasureOutcome.OPEN).update(
        outcome=ErasureOutcome.KEPT, ended_at=now
    )
    if kept:
        with override(user.language or "en"):
            _write(
                user,
                "erasure-kept",
                _("Your account stays"),
                _("You chose to keep your account. Nothing was erased."),
            )
    return bool(kept)


def open_wish(user: User) -> Erasure | None:
    return Erasure.objects.filter(user=user, outcome=ErasureOutcome.OPEN).first()


def open_orders(user: User, *, now: datetime) -> tuple[str, ...]:
    """Return the numbers of orders that are under way, can still be sent back, or are on their way back."""
    ids = subject_of(user).order_ids
    if not ids:
        return ()
    held = unfinished_orders(ids, today=local_date(now))
    told = numbers_of(ids)
    waits = {gid for gid, (_number, status) in told.items() if status not in _ENDED}
    return tuple(sorted(told[gid][0] for gid in (held | waits) if gid in told))


def erase_due(*, now: datetime) -> int:
    """Erase what is due; return how many. What is blocked waits for the next day, and says by what."""
    erased = 0
    for wish in Erasure.objects.filter(outcome=ErasureOutcome.OPEN, due_at__lte=now).select_related("user"):
        blocked = open_orders(wish.user, now=now)
        if blocked:
            Erasure.objects.filter(pk=wish.pk).update(held_up_by=", ".join(blocked)[:300])
            continue
        erase(wish=wish, now=now)
        erased += 1
    return erased


def erase(*, wish: Erasure, now: datetime) -> None:
    """
    Let every room forget, then the account itself. Begun again after a fault it goes on where it was.

    The last letter is written first, and its address is wiped with the letters.
    """
    user = wish.user
    subject = subject_of(user)
    mailbox = mailbox_of(user)
    BuyerSession.objects.filter(user=user).delete()
    for room, holder in holders().items():
        if holder.forget is not None:
            holder.forget(subject)
            logger.info("erasure %s: %s has forgotten", wish.pk, room)
    with transaction.atomic():
        row = Erasure.objects.select_for_update().get(pk=wish.pk)
        if row.outcome != ErasureOutcome.OPEN:
            return
        for model in OF_ONE_BUYER:
            model.objects.filter(user=user).delete()
        forget_buyer(user=user, email=f"{new_token().lower()}@{NO_BUYERS_MAILBOX}")
        row.outcome, row.ended_at, row.held_up_by = ErasureOutcome.DONE, now, ""
        row.save(update_fields=["outcome", "ended_at", "held_up_by"])
        if mailbox:
            _tell_done(mailbox, user.language or "en")


def _tell_asked(user: User, wish: Erasure) -> None:
    link = settings.PUBLIC_URL.rstrip("/") + reverse("storefront:account-data")
    with override(user.language or "en"):
        said = {"day": day(local_date(wish.due_at)), "link": link}
        _write(
            user,
            "erasure-asked",
            _("Your account will be erased on %(day)s") % said,
            _(
                "You asked us to erase your account. It will be done on %(day)s. If you change your mind, "
                "sign in before that day and press “Keep my account”: %(link)s Invoices stay as long as tax "
                "law asks us to keep them."
            )
            % said,
        )


def _tell_done(mailbox: str, language: str) -> None:
    with override(language):
        write_letter(
            to=mailbox,
            kind=LAST_LETTER,
            subject=_("Your account is erased"),
            text=_(
                "Your account, your addresses, your wishlist and our mails to you are erased. Invoices stay "
                "as long as tax law asks us to keep them. This is our last mail about it."
            ),
            language=language,
        )


def _write(user: User, kind: str, subject: str, text: str) -> None:
    mailbox = mailbox_of(user)
    if mailbox:
        write_letter(to=mailbox, kind=kind, subject=subject, text=text, language=user.language or "en")
