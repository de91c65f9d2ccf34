"""Members, leaders, community resource persons and officers come, change and go."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from jkrlm.people.facade import User, audit
from sellers.registry import models
from sellers.registry.errors import HeldAlready, NotHere
from sellers.registry.formats import checked_mission_code, checked_phone
from sellers.registry.services.common import end, locked_group, not_after_today, once, record


@transaction.atomic
def add_member(
    *,
    code: str,
    name: str,
    phone: str = "",
    mission_code: str = "",
    role: str = models.GroupRole.MEMBER,
    on: date,
    actor: User | None,
    now: datetime,
    note: str = "",
) -> int:
    """
    Put a woman on a group's roll from a day on, today or past; return the membership.

    Who is known by her number of the mission is the same person, in whichever group she was before.

    Raises:
        GroupUnknown, BadNumber, BadDay.
        HeldAlready: she is a member of a group on that day.
    """
    group = locked_group(code)
    not_after_today(on, now)
    person = _known(mission_code) or _person(name, phone, mission_code)
    with once(_("She is a member of a group on that day already."), field="on"):
        membership = models.Membership.objects.create(
            person=person,
            group=group,
            role=role,
            held_from=on,
            note=note,
            recorded_by=actor,
            recorded_at=now,
        )
    record(
        group,
        "member.add",
        actor=actor,
        after={"member": person.name, "person": person.pk, "role": role, "on": on.isoformat()},
    )
    return membership.pk


@transaction.atomic
def change_role(
    *, code: str, membership_id: int, role: str, on: date, note: str, actor: User | None, now: datetime
) -> int:
    """
    Give a member another role from a day on; the row of the old one stays as history.

    Raises:
        GroupUnknown, BadDay; NotHere: no such member; HeldAlready: she has this role.
    """
    group = locked_group(code)
    not_after_today(on, now)
    membership = _membership(group, membership_id)
    if membership.role == role:
        raise HeldAlready(_("She has this role already."), field="role")
    until = membership.held_to
    end(membership, on)
    changed = models.Membership.objects.create(
        person_id=membership.person_id,
        group=group,
        role=role,
        held_from=on,
        held_to=until,
        note=note,
        recorded_by=actor,
        recorded_at=now,
    )
    record(
        group,
        "member.role",
        actor=actor,
        before={"role": membership.role},
        after={
            "member": membership.person.name,
            "person": membership.person_id,
            "role": role,
            "on": on.isoformat(),
        },
    )
    return changed.pk


@transaction.atomic
def end_membership(
    *, code: str, membership_id: int, on: date, note: str, actor: User | None, now: datetime
) -> None:
    """
    Take a member off the roll: ``on`` is the first day on which she is no member.

    Raises:
        GroupUnknown, BadDay; NotHere: no such member.
    """
    group = locked_group(code)
    not_after_today(on, now)
    membership = _membership(group, membership_id)
    end(membership, on)
    record(
        group,
        "member.end",
        actor=actor,
        before={"member": membership.person.name, "person": membership.person_id, "role": membership.role},
        after={"on": on.isoformat(), "note": note},
    )


@transaction.atomic
def assign_crp(
    *, code: str, name: str, phone: str, on: date, note: str, actor: User | None, now: datetime
) -> int:
    """
    Let a community resource person help a group from a day on; whoever helped until then hands over.

    She is known by her phone and name. ``note`` is the hand-over.

    Raises:
        GroupUnknown, BadNumber, BadDay.
        HeldAlready: she helps the group already.
    """
    group = locked_group(code)
    not_after_today(on, now)
    person = _by_phone(name, phone) or _person(name, phone, "")
    current = models.CrpAssignment.objects.filter(_holds(on), group=group).select_related("person").first()
    if current is not None:
        if current.person_id == person.pk:
            raise HeldAlready(_("She helps this group already."), field="name")
        end(current, on)
    assignment = models.CrpAssignment.objects.create(
        person=person, group=group, held_from=on, note=note, recorded_by=actor, recorded_at=now
    )
    record(
        group,
        "crp.assign",
        actor=actor,
        before={"crp": current.person.name} if current is not None else {},
        after={"crp": person.name, "person": person.pk, "on": on.isoformat(), "note": note},
    )
    return assignment.pk


@transaction.atomic
def appoint_officer(
    *,
    federation_id: int,
    name: str,
    phone: str,
    post: str,
    on: date,
    note: str,
    actor: User | None,
    now: datetime,
) -> int:
    """
    Give a post of a federation to somebody from a day on; the holder until then leaves it.

    Raises:
        NotHere: no such federation; BadNumber, BadDay; HeldAlready: the post is hers.
    """
    federation = models.ClusterLevelFederation.objects.select_for_update().filter(pk=federation_id).first()
    if federation is None:
        raise NotHere(_("There is no such federation."))
    not_after_today(on, now)
    person = _by_phone(name, phone) or _person(name, phone, "")
    current = models.Officer.objects.filter(_holds(on), federation=federation, post=post).first()
    if current is not None:
        if current.person_id == person.pk:
            raise HeldAlready(_("The post is hers already."), field="name")
        end(current, on)
    officer = models.Officer.objects.create(
        person=person,
        federation=federation,
        post=post,
        held_from=on,
        note=note,
        recorded_by=actor,
        recorded_at=now,
    )
    audit(
        actor=actor,
        verb="officer.appoint",
        target=f"federation {federation.pk}",
        before={"officer": current.person.name} if current is not None else {},
        after={"officer": person.name, "post": post, "on": on.isoformat(), "note": note},
    )
    return officer.pk


@transaction.atomic
def link_person(*, person_id: int, user: User) -> None:
    """
    Let a signed-in user be this person; called when a phone code has proved the phone.

    Raises:
        NotHere: no such person; HeldAlready: the user or the person is linked to another.
    """
    person = models.Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotHere(_("There is no such person."))
    if person.user_id == user.pk:
        return
    if person.user_id is not None:
        raise HeldAlready(_("This person signs in as somebody else already."))
    person.user = user
    with once(_("This sign-in belongs to another person.")):
        person.save(update_fields=["user"])
    audit(actor=user, verb="person.link", target=f"person of the registry {person.pk}")


def _holds(on: date) -> Q:
    return Q(held_from__lte=on) & (Q(held_to__isnull=True) | Q(held_to__gt=on))


def _known(mission_code: str) -> models.Person | None:
    number = checked_mission_code(mission_code)
    return models.Person.objects.filter(mission_code=number).first() if number else None


def _by_phone(name: str, phone: str) -> models.Person | None:
    number = checked_phone(phone)
    plain = " ".join(name.split())
    return models.Person.objects.filter(phone=number, name__iexact=plain).first() if number else None


def _person(name: str, phone: str, mission_code: str) -> models.Person:
    with once(_("This number belongs to another person."), field="mission_code"):
        return models.Person.objects.create(
            name=" ".join(name.split())[:120],
            phone=checked_phone(phone),
            mission_code=checked_mission_code(mission_code),
        )


def _membership(group: models.Group, membership_id: int) -> models.Membership:
    found = (
        models.Membership.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=membership_id, group=group)
        .first()
    )
    if found is None:
        raise NotHere(_("The group has no such member."))
    return found
