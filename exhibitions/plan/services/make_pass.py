"""A visitor asks for a free pass; later her name goes, the count stays."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from exhibitions.plan.contracts import PassWish
from exhibitions.plan.errors import BadPlan, MoveRefused, TooManyPasses
from exhibitions.plan.models import Exhibition, VisitorPass
from exhibitions.plan.services.common import locked
from exhibitions.plan.states import ExhibitionState
from jkrlm.kernel.ids import new_token
from jkrlm.people.facade import BadPhone, Limit, TooManyAttempts, count_attempt, mobile_number

#: A carrier's thousands share an address; a program that fills the hall does not stop at so many.
PER_NETWORK: Final = Limit("visitor-pass-network", 60, timedelta(hours=1))
PER_CONTACT: Final = 3
PEOPLE_MAX: Final = 10
#: Names and contacts are needed until nobody can come any more, and a little longer for the lost and found.
KEPT_FOR: Final = timedelta(days=30)
_OPEN: Final = (ExhibitionState.INVITING, ExhibitionState.ALLOTTED, ExhibitionState.RUNNING)
_NAME: Final = re.compile(r"[^\x00-\x1f<>]{2,80}")


def make_pass(*, code: str, wish: PassWish, network: str, now: datetime, today: date) -> VisitorPass:
    """
    Make a pass; sent again with its key, it is the same one.

    Raises:
        ExhibitionUnknown; MoveRefused: the exhibition is over or cancelled.
        BadPlan: ``field`` says what to mend.
        TooManyPasses: from this network, or for this contact.
    """
    name, phone, email = _checked(wish)
    known = VisitorPass.objects.filter(key=wish.key, exhibition__code=code).first()
    if known is not None:
        return known
    try:
        count_attempt(PER_NETWORK, subject=network, now=now)
    except TooManyAttempts as many:
        raise TooManyPasses(
            _("Many passes were asked for from your network. Try again later, or just come: entry is free.")
        ) from many
    with transaction.atomic():
        row = locked(code, states=_OPEN)
        if today > row.closes_on:
            raise MoveRefused(_("This exhibition is over."))
        known = VisitorPass.objects.filter(key=wish.key, exhibition=row).first()
        if known is not None:
            return known
        hers = row.passes.filter(phone=phone) if phone else row.passes.filter(email__iexact=email)
        if hers.count() >= PER_CONTACT:
            raise TooManyPasses(
                _("There are %(most)d passes for this number or address already.") % {"most": PER_CONTACT},
                field="contact",
            )
        return _kept(row, wish, name, phone, email, now)


def _kept(row: Exhibition, wish: PassWish, name: str, phone: str, email: str, now: datetime) -> VisitorPass:
    """Numbers run on within the exhibition: its row is locked."""
    last = row.passes.order_by("-number").values_list("number", flat=True).first() or 0
    return VisitorPass.objects.create(
        exhibition=row,
        key=wish.key,
        token=new_token(),
        number=last + 1,
        name=name,
        phone=phone,
        email=email,
        people=wish.people,
        language=wish.language if wish.language in ("en", "hi", "ur") else "en",
        consent_at=now,
        made_at=now,
    )


def _checked(wish: PassWish) -> tuple[str, str, str]:
    """Return name, phone, e-mail; one of the last two is empty."""
    name, contact = wish.name.strip(), wish.contact.strip()
    if not _NAME.fullmatch(name):
        raise BadPlan(_("Say your name: 2 to 80 letters."), field="name")
    if not 1 <= wish.people <= PEOPLE_MAX:
        raise BadPlan(_("From 1 to 10 people on one pass."), field="people")
    if not wish.consent:
        raise BadPlan(_("Tick that we may keep this for the pass."), field="consent")
    if "@" in contact:
        try:
            validate_email(contact)
        except ValidationError as bad:
            raise BadPlan(
                _("This is no e-mail address. It looks like name@example.org."), field="contact"
            ) from bad
        return name, "", contact.lower()
    try:
        return name, mobile_number(contact), ""
    except BadPhone as bad:
        said = _("Give a mobile number of ten figures, or an e-mail address.")
        raise BadPlan(said, field="contact") from bad


def forget_passes(*, phones: tuple[str, ...] = (), emails: tuple[str, ...] = (), now: datetime) -> int:
    """Erase who had these contacts; the passes count on without a name. Returns how many."""
    rows = VisitorPass.objects.filter(forgotten_at__isnull=True)
    mine = rows.filter(phone__in=[each for each in phones if each]) | rows.filter(
        email__in=[each.lower() for each in emails if each]
    )
    return mine.update(name="", phone="", email="", forgotten_at=now)


def forget_old_passes(*, now: datetime, today: date) -> int:
    """Erase names and contacts of exhibitions that closed thirty days ago. Returns how many."""
    rows = VisitorPass.objects.filter(forgotten_at__isnull=True, exhibition__closes_on__lt=today - KEPT_FOR)
    return rows.update(name="", phone="", email="", forgotten_at=now)
