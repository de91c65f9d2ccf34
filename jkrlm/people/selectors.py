"""Reads: roles, second factors, PINs, messages and what people did. Each is one query."""

import json
from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator

from jkrlm.kernel.secrets import unseal
from jkrlm.people.contracts import AuditRow, LetterRow, PinState, RecoveryRow, SmsRow
from jkrlm.people.models import AuditEntry, Letter, MemberPin, PinRecovery, Role, RoleGrant, SmsMessage, User
from jkrlm.people.rules import PIN_TRIES, STAFF_ROLES
from jkrlm.people.services.send_letter import told_by
from jkrlm.people.services.send_sms import template_id
from jkrlm.people.sms.templates import filled, in_language


def has_role(user: object, *roles: Role) -> bool:
    """Return whether a signed-in, active person holds any of the roles; anonymous holds none."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return RoleGrant.objects.filter(user=user, role__in=roles).exists()


def roles_of(user: User) -> frozenset[Role]:
    """Return all roles that an active person holds. One query."""
    if not user.is_active:
        return frozenset()
    return frozenset(
        Role(each) for each in RoleGrant.objects.filter(user=user).values_list("role", flat=True)
    )


def is_staff(user: object) -> bool:
    return has_role(user, *STAFF_ROLES)


def second_factor_of(user: User) -> int | None:
    """Return the id of the person's authenticator app as we know it; None where none is set up."""
    found: int | None = (
        Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
        .values_list("pk", flat=True)
        .first()
    )
    return found


def recovery_codes_left(user: User) -> int:
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(held.wrap().get_unused_codes()) if held else 0


def audit_trail(target: str, *, most: int, before: int | None = None) -> tuple[AuditRow, ...]:
    """Return what was done to a target, newest first; ``before`` is the last row of the page before."""
    entries = AuditEntry.objects.filter(target=target)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    return tuple(
        AuditRow(
            id=entry.pk,
            at=entry.at,
            actor=entry.actor.name if entry.actor is not None else "",
            on_behalf_of=entry.on_behalf_of,
            verb=entry.verb,
            before=entry.before,
            after=entry.after,
        )
        for entry in entries.select_related("actor").order_by("-pk")[:most]
    )


def pin_state(user: User) -> PinState:
    failed = MemberPin.objects.filter(user=user).values_list("failed", flat=True).first()
    return PinState(is_set=failed is not None, is_locked=failed is not None and failed >= PIN_TRIES)


def languages_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Return user → language of the pages when they last signed in; those who never did are absent."""
    known = User.objects.filter(pk__in={each for each in user_ids if each}).exclude(language="")
    return dict(known.values_list("pk", "language"))


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Return the names of actors that are people (``person:<id>``), by actor; others are absent."""
    ids = {each: each.removeprefix("person:") for each in actors if each.startswith("person:")}
    people = User.objects.filter(pk__in=[pk for pk in ids.values() if pk.isdecimal()])
    names = {str(pk): name for pk, name in people.values_list("pk", "name")}
    return {actor: names[pk] for actor, pk in ids.items() if pk in names}


def open_recoveries(groups: Iterable[str], *, now: datetime) -> tuple[RecoveryRow, ...]:
    """Return the forgotten PINs at these groups that wait for a word, oldest first."""
    waiting = PinRecovery.objects.filter(
        groups__overlap=list(groups), closed_at__isnull=True, expires_at__gt=now
    ).select_related("user")
    return tuple(
        RecoveryRow(
            id=each.pk,
            user_id=each.user_id,
            name=each.user.name,
            groups=tuple(each.groups),
            needs_leader=each.needs_leader,
            asked_at=each.asked_at,
            first_by=each.first_by_id,
            first_as=each.first_as,
            first_at=each.first_at,
        )
        for each in waiting.order_by("asked_at", "id")
    )


def sms_messages(*, most: int) -> tuple[SmsRow, ...]:
    """Return what was written to phones, newest first."""
    return tuple(
        SmsRow(
            to=each.to,
            template=each.template,
            template_id=template_id(each.template, each.language),
            language=each.language,
            text=_text(each),
            state=each.get_state_display(),
            at=each.created_at,
        )
        for each in SmsMessage.objects.order_by("-pk")[:most]
    )


def letters(*, most: int) -> tuple[LetterRow, ...]:
    """Return the mails about accounts, newest first."""
    rows = []
    for each in Letter.objects.order_by("-pk")[:most]:
        subject, text = told_by(each)
        state = each.get_state_display()
        rows.append(LetterRow(each.to, each.language, subject, text, state, each.created_at))
    return tuple(rows)


def _text(message: SmsMessage) -> str:
    if not message.sealed:
        return ""
    _language, words = in_language(message.template, message.language)
    return filled(words, json.loads(unseal(bytes(message.sealed))))
