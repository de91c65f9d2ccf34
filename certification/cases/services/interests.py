"""Staff say where they are not impartial."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certification.cases import rules
from certification.cases.errors import BadInterest
from certification.cases.models import InterestRow
from certification.cases.states import InterestKind
from jkrlm.people.facade import User, audit
from sellers.registry.facade import group


@transaction.atomic
def declare_interest(*, user: User, group_code: str, words: str, now: datetime) -> InterestRow:
    """
    Declare an interest in a group: a relative, a debt, a business. Declared already, nothing happens.

    Raises:
        GroupUnknown; BadInterest: no words.
    """
    _words(words)
    found = group(group_code)
    return _declared(
        user=user, kind=InterestKind.GROUP, group_code=found.code, words=words.strip(), declared_at=now
    )


@transaction.atomic
def declare_village(*, user: User, district: str, village: str, words: str, now: datetime) -> InterestRow:
    """
    Declare a village: she lives there, or her family does. Its groups' cases are others'.

    Raises:
        BadInterest: no village, or no words.
    """
    _words(words)
    key = rules.place_key(district, village)
    if not key or not district.strip():
        raise BadInterest(_("Write the village and its district."), field="village")
    return _declared(
        user=user,
        kind=InterestKind.VILLAGE,
        village=village.strip()[:120],
        district=district.strip()[:60],
        place_key=key,
        words=words.strip(),
        declared_at=now,
    )


@transaction.atomic
def end_interest(*, interest_id: int, user: User, now: datetime) -> None:
    """End a declaration of one's own; it stays readable. Raises BadInterest: not hers, or ended."""
    row = InterestRow.objects.select_for_update().filter(pk=interest_id, user=user, ended_at=None).first()
    if row is None:
        raise BadInterest(_("There is no such declaration of yours."))
    row.ended_at, row.ended_by = now, user
    row.save(update_fields=["ended_at", "ended_by"])
    audit(actor=user, verb="cert.interest-end", target=f"person {user.pk}", before={"of": str(row)})


def _declared(**fields: object) -> InterestRow:
    try:
        with transaction.atomic():
            row: InterestRow = InterestRow.objects.create(**fields)
    except IntegrityError:
        same = {name: fields.get(name, "") for name in ("user", "group_code", "place_key")}
        return InterestRow.objects.get(ended_at__isnull=True, **same)
    user = fields["user"]
    assert isinstance(user, User)
    audit(actor=user, verb="cert.interest", target=f"person {user.pk}", after={"of": str(row)})
    return row


def _words(words: str) -> None:
    if not words.strip():
        raise BadInterest(_("Say in a few words what it is."), field="words")
