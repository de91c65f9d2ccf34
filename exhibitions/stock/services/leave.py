"""A consignment leaves the place where it was packed, or does not go at all."""

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.facade import shelf_warehouse
from exhibitions.stock.errors import WrongState
from exhibitions.stock.models import Piece
from exhibitions.stock.services.common import ON_THE_WAY, go, locked, move, transit, wait_for_store
from exhibitions.stock.states import ConsignmentState, Direction, Whereabouts
from jkrlm.kernel import clock


@transaction.atomic
def leave(*, number: str, transport: str, carrier: str = "", vehicle: str = "", docket: str = "") -> bool:
    """
    Say that it is on the road, with whom, and under which number there; return whether that is new.

    Raises:
        ConsignmentUnknown; WrongState: it was counted on its way already, or the shop still lets go of it.
    """
    row = locked(number)
    if row.state == ConsignmentState.SENT:
        return False
    wait_for_store(row)
    row.transport, row.carrier = transport.strip()[:120], carrier.strip()[:60]
    row.vehicle, row.docket = vehicle.strip().upper()[:20], docket.strip()[:40]
    go(row, ConsignmentState.SENT, now=clock.now())
    return True


@transaction.atomic
def cancel(*, number: str) -> bool:
    """
    Call a packed consignment to an exhibition off: all is the shop's again; return whether that is new.

    Raises:
        ConsignmentUnknown; WrongState: it has left, or comes back from the exhibition.
    """
    row = locked(number)
    if row.state == ConsignmentState.CANCELLED:
        return False
    if row.direction != Direction.OUT:
        raise WrongState(_("What comes back is counted at home; it cannot be called off."))
    wait_for_store(row)
    now = clock.now()
    go(row, ConsignmentState.CANCELLED, now=now)
    for line in row.lines.order_by("id"):
        line.consignment = row
        home = "" if line.is_new else shelf_warehouse(row.group_code)
        move(line, "cancelled", out_of=ON_THE_WAY, into=home, quantity=line.in_transit)
        transit(line, -line.in_transit)
    Piece.objects.filter(consignment=row, at=Whereabouts.ON_THE_WAY).update(
        at=Whereabouts.HOME, changed_at=now
    )
    return True
