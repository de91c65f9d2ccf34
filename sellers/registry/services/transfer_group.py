"""A group leaves its village organisation or federation for another."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from jkrlm.people.facade import User
from sellers.registry import models
from sellers.registry.errors import BadDay, HeldAlready, NotHere
from sellers.registry.services.common import locked_group, record


@transaction.atomic
def transfer_group(
    *,
    code: str,
    village_organisation: str,
    federation: str,
    on: date,
    note: str,
    actor: User | None,
    now: datetime,
    may_be_new: bool = False,
) -> None:
    """
    Let a group belong to an organisation of its block and a federation of its district from a day on.

    The day may be past, not before the present placement began, or still to come. Empty names mean none.
    ``note`` is the hand-over: what is under way and who knows of it.

    Raises:
        GroupUnknown.
        NotHere: no organisation or federation of this name, unless ``may_be_new``.
        BadDay: on or before the day on which the present placement began.
        HeldAlready: it belongs there already, or another transfer is planned.
    """
    group = locked_group(code)
    block = models.Block.objects.get(pk=group.block_id)
    organisation = _organisation(block, village_organisation, may_be_new)
    clf = _federation(block, federation, may_be_new)
    placements = models.Placement.objects.filter(group=group)
    planned = placements.filter(held_from__gt=on).order_by("held_from").first()
    if planned is not None:
        raise HeldAlready(
            _("A transfer is planned for %(day)s. Take it back first.")
            % {"day": planned.held_from.isoformat()},
            field="on",
        )
    current = placements.filter(Q(held_to__isnull=True) | Q(held_to__gt=on), held_from__lte=on).first()
    before = _told(current)
    if current is not None:
        if (current.village_organisation, current.federation) == (organisation, clf):
            raise HeldAlready(_("The group belongs there already."), field="village_organisation")
        if current.held_from == on:
            raise BadDay(_("The present placement begins on that very day: choose a later one."), field="on")
        current.held_to = on
        current.save(update_fields=["held_to"])
    if organisation is not None or clf is not None:
        models.Placement.objects.create(
            group=group,
            village_organisation=organisation,
            federation=clf,
            held_from=on,
            note=note,
            recorded_by=actor,
            recorded_at=now,
        )
    record(
        group,
        "group.transfer",
        actor=actor,
        before=before,
        after={
            "village_organisation": organisation.name if organisation else "",
            "cluster_level_federation": clf.name if clf else "",
            "on": on.isoformat(),
            "note": note,
        },
    )


@transaction.atomic
def take_back_transfer(*, code: str, placement_id: int, actor: User | None, today: date) -> None:
    """
    Undo a transfer whose day is still to come; what holds now holds on.

    Raises:
        GroupUnknown; NotHere: no such transfer is planned.
    """
    group = locked_group(code)
    planned = models.Placement.objects.filter(pk=placement_id, group=group, held_from__gt=today).first()
    if planned is None:
        raise NotHere(_("No such transfer is planned."))
    before = {**_told(planned), "on": planned.held_from.isoformat()}
    begins, ends = planned.held_from, planned.held_to
    planned.delete()
    models.Placement.objects.filter(group=group, held_to=begins).update(held_to=ends)
    record(group, "group.transfer-taken-back", actor=actor, before=before)


def _organisation(block: models.Block, name: str, may_be_new: bool) -> models.VillageOrganisation | None:
    name = " ".join(name.split())
    if not name:
        return None
    found = models.VillageOrganisation.objects.filter(block=block, name__iexact=name).first()
    if found is None and not may_be_new:
        raise NotHere(
            _("Block %(block)s has no village organisation of this name.") % {"block": block.name},
            field="village_organisation",
        )
    made, _new = models.VillageOrganisation.objects.get_or_create(
        block=block, name__iexact=name, defaults={"name": name[:120]}
    )
    return made


def _federation(block: models.Block, name: str, may_be_new: bool) -> models.ClusterLevelFederation | None:
    name = " ".join(name.split())
    if not name:
        return None
    found = models.ClusterLevelFederation.objects.filter(
        district_id=block.district_id, name__iexact=name
    ).first()
    if found is None and not may_be_new:
        raise NotHere(_("The district has no federation of this name."), field="federation")
    made, _new = models.ClusterLevelFederation.objects.get_or_create(
        district_id=block.district_id, name__iexact=name, defaults={"name": name[:120]}
    )
    return made


def _told(placement: models.Placement | None) -> dict[str, object]:
    if placement is None:
        return {}
    organisation, federation = placement.village_organisation, placement.federation
    return {
        "village_organisation": organisation.name if organisation else "",
        "cluster_level_federation": federation.name if federation else "",
    }
