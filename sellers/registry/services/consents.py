"""A person agrees to be shown, in words that were read to her; and may take it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.people.facade import User
from sellers.registry import models
from sellers.registry.errors import BadDay, NotHere
from sellers.registry.services.common import locked_group, once, record


@transaction.atomic
def record_consent(
    *,
    code: str,
    person_id: int,
    what: str,
    words: str,
    language: str,
    means: str,
    given_at: datetime,
    actor: User | None,
    now: datetime,
) -> int:
    """
    Keep a person's yes to one thing shown, with the words and how she gave it.

    Raises:
        GroupUnknown; NotHere: she was never in the group; BadDay: given in the future.
        HeldAlready: she has agreed to this.
    """
    group = locked_group(code)
    person = _person(group, person_id)
    if given_at > now:
        raise BadDay(_("This day is still to come."), field="given_on")
    with once(_("She has agreed to this already."), field="what"):
        consent = models.Consent.objects.create(
            person=person,
            what=what,
            words=words,
            language=language,
            means=means,
            given_at=given_at,
            recorded_by=actor,
            recorded_at=now,
        )
    record(
        group,
        "consent.give",
        actor=actor,
        on_behalf_of=person.name,
        after={"person": person.pk, "what": what, "means": means},
    )
    return consent.pk


@transaction.atomic
def withdraw_consent(*, code: str, consent_id: int, actor: User | None, now: datetime) -> None:
    """
    Take a consent back; the maker's page follows by itself.

    Raises:
        GroupUnknown; NotHere: nobody of the group gave it, or it is withdrawn.
    """
    group = locked_group(code)
    consent = (
        models.Consent.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=consent_id, withdrawn_at__isnull=True, person__memberships__group=group)
        .first()
    )
    if consent is None:
        raise NotHere(_("There is no such consent, or it is withdrawn."))
    consent.withdrawn_at, consent.withdrawn_recorded_by = now, actor
    consent.save(update_fields=["withdrawn_at", "withdrawn_recorded_by"])
    record(
        group,
        "consent.withdraw",
        actor=actor,
        on_behalf_of=consent.person.name,
        before={"person": consent.person_id, "what": consent.what},
    )


def _person(group: models.Group, person_id: int) -> models.Person:
    found = models.Person.objects.filter(pk=person_id, memberships__group=group).first()
    if found is None:
        raise NotHere(_("The group has no such member."))
    return found
