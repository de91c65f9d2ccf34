"""Keep a photograph of a visit; a phone sends each by itself, ahead of the report."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from certification.inspection.errors import BadReport, VisitClosed
from certification.inspection.models import Photo
from certification.inspection.rules import PHOTOS_MAX
from certification.inspection.selectors import visit_of_hers
from certification.inspection.states import VisitState
from jkrlm.people.facade import User
from media.facade import store_picture


def keep_photo(*, number: int, file: UUID, data: bytes, code: str = "", by: User, now: datetime) -> Photo:
    """
    Keep a photograph privately; the same file again changes nothing, also when the report has come since.

    Raises:
        VisitUnknown: another inspector's, or none.
        VisitClosed: the report has come without it.
        BadReport: more photographs than a visit has.
        PictureRefused: it is no picture that we can show.
    """
    visit = visit_of_hers(number, by)
    found = visit.photos.filter(file=file).first()
    if found is not None:
        return found
    _refuse_closed(visit.state)
    if visit.photos.count() >= PHOTOS_MAX:
        raise BadReport({"photos": f"A visit has {PHOTOS_MAX} photographs at most. Leave some out."})
    key = store_picture(data, private=True).key
    with transaction.atomic():
        visit = visit_of_hers(number, by, lock=True)
        _refuse_closed(visit.state)
        kept, _made = Photo.objects.get_or_create(
            visit=visit, file=file, defaults={"picture_key": key, "received_at": now, "code": code}
        )
    return kept


def drop_photo(*, number: int, file: UUID, by: User) -> None:
    """
    Leave a photograph out that was sent with a form whose report has not come yet.

    Raises:
        VisitUnknown, VisitClosed
    """
    with transaction.atomic():
        visit = visit_of_hers(number, by, lock=True)
        _refuse_closed(visit.state)
        visit.photos.filter(file=file).delete()


def _refuse_closed(state: str) -> None:
    if state != VisitState.OPEN:
        raise VisitClosed("The report of this visit has come already. No photograph is added to it.")
