"""A member lets a helper act for her, and may end it."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from jkrlm.people.facade import ACTS_FOR_YOU, User, audit, languages_of, write_sms
from sellers.portal.errors import AgreedAlready, MandateUnknown, NotOnTheRoll
from sellers.portal.models import Mandate, Means
from sellers.registry.facade import group, roll


@transaction.atomic
def record_mandate(
    *,
    group_code: str,
    helper_id: int,
    member_id: int,
    means: Means,
    words: str,
    language: str,
    witness: str = "",
    actor: User,
    on: date,
    now: datetime,
) -> int:
    """
    Keep a member's yes, and tell her phone of it, so that a yes she never gave comes to light.

    Raises:
        NotOnTheRoll: she is no member there today, or the helper none of that group.
        AgreedAlready.
    """
    there = roll([group_code], on=on)
    member = next(
        (each for each in there if _is(each.person_id, each.role, member_id, "member", "leader")), None
    )
    helper = next(
        (each for each in there if _is(each.person_id, each.role, helper_id, "crp", "clf-officer")), None
    )
    if member is None or helper is None or member_id == helper_id:
        raise NotOnTheRoll
    try:
        with transaction.atomic():
            mandate = Mandate.objects.create(
                helper_id=helper_id,
                member_id=member_id,
                group_code=group_code,
                words=words,
                language=language,
                means=means,
                witness=witness,
                given_at=now,
                recorded_by=actor,
            )
    except IntegrityError as error:
        if getattr(error.__cause__, "sqlstate", "") != "23505":
            raise
        raise AgreedAlready from error
    audit(
        actor=actor,
        verb="mandate.give",
        target=f"group {group_code}",
        after={"mandate": mandate.pk, "helper": helper.name, "means": means.value, "witness": witness},
        on_behalf_of=member.name,
    )
    if member.phone and member.phone != helper.phone:
        write_sms(
            to=member.phone,
            template=ACTS_FOR_YOU,
            variables=[helper.name, group(group_code).name],
            language=languages_of([member.user_id]).get(member.user_id or 0, language),
        )
    return mandate.pk


@transaction.atomic
def withdraw_mandate(*, mandate_id: int, group_codes: tuple[str, ...], actor: User, now: datetime) -> None:
    """
    End an agreement of one of these groups; what was done under it stays.

    Raises:
        MandateUnknown.
    """
    mandate = (
        Mandate.objects.select_for_update()
        .filter(pk=mandate_id, group_code__in=group_codes, withdrawn_at__isnull=True)
        .first()
    )
    if mandate is None:
        raise MandateUnknown
    mandate.withdrawn_at, mandate.withdrawn_by = max(now, mandate.given_at), actor
    mandate.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit(
        actor=actor,
        verb="mandate.end",
        target=f"group {mandate.group_code}",
        before={"mandate": mandate.pk, "helper": mandate.helper_id, "member": mandate.member_id},
    )


def _is(person_id: int, role: str, wanted: int, *roles: str) -> bool:
    return person_id == wanted and role in roles
