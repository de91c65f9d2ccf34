"""A forgotten PIN: whom to ask, who may vouch, and telling them."""

from datetime import date, datetime

from jkrlm.people.facade import (
    NEW_PIN_ASKED,
    NEW_PIN_SET,
    Office,
    RecoveryClosed,
    User,
    ask_recovery,
    confirm_recovery,
    languages_of,
    refuse_recovery,
    write_sms,
)
from sellers.portal.contracts import Acting
from sellers.portal.selectors import recoveries_to_confirm, vouchers
from sellers.registry.facade import groups_by_code


def ask_new_pin(*, user: User, person_id: int, typed: str, language: str, on: date, now: datetime) -> None:
    """
    Keep the new PIN that she chose, and ask those who may vouch for her.

    Raises:
        BadPin, TooManyAttempts.
    """
    around = vouchers(person_id, user_id=user.pk, on=on)
    leads = not any(each.role == Office.LEADER.value for each in around.others)
    ask_recovery(user=user, typed=typed, groups=around.codes, leads=leads, now=now)
    names = groups_by_code(around.codes)
    where = ", ".join(names[code].name for code in around.codes if code in names)
    spoken = languages_of(each.user_id for each in around.others)
    for phone, user_id in {each.phone: each.user_id for each in around.others if each.phone}.items():
        write_sms(
            to=phone,
            template=NEW_PIN_ASKED,
            variables=[user.name, where[:60]],
            language=spoken.get(user_id or 0, language),
        )


def vouch(acting: Acting, *, recovery_id: int, is_she: bool, on: date, now: datetime, language: str) -> bool:
    """
    Say that it was she who asked, or that it was not; return whether her new PIN counts now.

    Raises:
        RecoveryClosed: also where this is nobody that the reader may vouch for.
        NotHers, OfficesDiffer.
    """
    found = next(
        (each for each in recoveries_to_confirm(acting, on=on, now=now) if each.id == recovery_id), None
    )
    if found is None:
        raise RecoveryClosed
    office = Office(found.office)
    if not is_she:
        refuse_recovery(recovery_id=recovery_id, by=acting.user, office=office, now=now)
        return False
    done = confirm_recovery(recovery_id=recovery_id, by=acting.user, office=office, now=now)
    if done and found.phone:
        spoken = languages_of([found.user_id]).get(found.user_id, language)
        write_sms(to=found.phone, template=NEW_PIN_SET, variables=[found.name], language=spoken)
    return done
