"""A group applies, changes its application until the deadline, or withdraws it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

import exhibitions.plan.facade as plan
from catalogue.facade import Listing, listings_of
from exhibitions.stalls.contracts import ApplicationWish
from exhibitions.stalls.errors import ApplicationUnknown, BadApplication, NotInvited, TooLate, WrongState
from exhibitions.stalls.models import Application, Call, TravellerRow, WantedGoods
from exhibitions.stalls.rules import craft_of
from exhibitions.stalls.services.common import call_of, move, note
from exhibitions.stalls.services.send_call import SHOWN
from exhibitions.stalls.states import AppState
from sellers.portal.facade import Acting, audit_act
from sellers.registry.facade import group, members

#: So many of one kind of goods.
MANY: Final = 9999


def apply(
    *,
    exhibition_code: str,
    group_code: str,
    wish: ApplicationWish,
    key: str,
    version: int,
    acting: Acting,
    now: datetime,
    today: date,
) -> Application:
    """
    Send a group's application, or change it; ``version`` is what was shown, 0 for a new one. The same key
    again changes nothing.

    Raises:
        ApplicationUnknown: no call, or not open; NotInvited; TooLate: the deadline is over.
        BadApplication: the field says what cannot be.
        WrongState: somebody else changed it meanwhile, or it is decided.
    """
    with transaction.atomic():
        call = call_of(exhibition_code, lock=True)
        row = Application.objects.filter(call=call, group_code=group_code).first()
        if row is not None and row.key == key:
            return row
        _check_open(call, today)
        home = group(group_code)
        shown = {each.id: each for each in listings_of([group_code], states=SHOWN)}
        if row is None and not is_invited(call, home.district, shown):
            raise NotInvited(_("This fair is for other districts or crafts."))
        names = {each.person_id: each.name for each in members(group_code, on=today)}
        _check(wish, call, exhibition_code, shown, names)
        if row is None:
            row = _new(call, group_code, home.district, key, now)
            before: dict[str, object] = {}
        else:
            if row.version != version:
                raise WrongState(_("It was changed meanwhile. Here is what is kept now; change it again."))
            before = {"version": row.version, "state": row.state}
        _fill(row, wish, shown, names, home.district, key, now)
        _written(row, bool(before), acting, now)
        audit_act(
            acting,
            verb="stalls.apply",
            target=f"application {row.number}",
            before=before,
            after={"version": row.version, "goods": len(wish.goods), "travellers": len(wish.people)},
        )
    return row


def withdraw(*, number: str, group_codes: tuple[str, ...], acting: Acting, now: datetime) -> Application:
    """
    Take an application back, as long as no stall is held under it.

    Raises:
        ApplicationUnknown: none such, or another group's; WrongState: it is decided.
    """
    with transaction.atomic():
        row = own(number, group_codes)
        call_of(row.call.exhibition_code, lock=True)
        row.refresh_from_db()
        if row.state == AppState.WITHDRAWN:
            return row
        before = row.state
        move(
            row,
            AppState.WITHDRAWN,
            what="withdrawn",
            now=now,
            by=acting.user,
            on_behalf_of=acting.on_behalf_of,
        )
        audit_act(
            acting,
            verb="stalls.withdraw",
            target=f"application {row.number}",
            before={"state": before},
            after={"state": row.state},
        )
    return row


def own(number: str, group_codes: tuple[str, ...]) -> Application:
    """Return one of these groups' applications; of another's nothing is told. Raises ApplicationUnknown."""
    rows = Application.objects.select_related("call")
    found = rows.filter(number=number[:32].replace("\x00", ""), group_code__in=group_codes).first()
    if found is None:
        raise ApplicationUnknown(_("There is no such application."))
    return found


def is_invited(call: Call, district: str, shown: Mapping[int, Listing]) -> bool:
    here = not call.districts or district in call.districts
    return here and (not call.crafts or any(is_called(call, each) for each in shown.values()))


def is_called(call: Call, goods: Listing) -> bool:
    """Say whether goods are of the crafts that are called; a call without crafts is for all."""
    return not call.crafts or goods.kind in call.crafts


def is_open(call: Call, state: str, today: date) -> bool:
    return state == plan.ExhibitionState.INVITING and today <= call.deadline


def _check_open(call: Call, today: date) -> None:
    state = plan.exhibition(call.exhibition_code).state
    if today > call.deadline:
        raise TooLate(_("The last day to apply is over. Nothing was changed."))
    if not is_open(call, state, today):
        raise ApplicationUnknown(_("One cannot apply for this fair now."))


def _check(
    wish: ApplicationWish,
    call: Call,
    exhibition_code: str,
    shown: Mapping[int, Listing],
    names: Mapping[int, str],
) -> None:
    if not wish.goods:
        raise BadApplication(_("Choose at least one kind of goods and write how many."), field="goods")
    if any(listing_id not in shown for listing_id, _many in wish.goods):
        raise BadApplication(_("Choose of your own goods."), field="goods")
    others = [shown[each].title for each, _many in wish.goods if not is_called(call, shown[each])]
    if others:
        said = _("This fair is for other crafts. Leave at home: %(goods)s.") % {"goods": ", ".join(others)}
        raise BadApplication(said, field="goods")
    if len({listing_id for listing_id, _many in wish.goods}) != len(wish.goods):
        raise BadApplication(_("Write each of your goods once."), field="goods")
    if any(not 1 <= many <= MANY for _id, many in wish.goods):
        raise BadApplication(_("Write how many, from 1 to 9999."), field="goods")
    if not wish.people:
        raise BadApplication(_("Choose who travels."), field="people")
    if any(each not in names for each in wish.people):
        raise BadApplication(_("Who travels must be a member of the group."), field="people")
    if len(set(wish.people)) > call.travellers_most:
        raise BadApplication(_("At most %(n)d may travel.") % {"n": call.travellers_most}, field="people")
    if wish.kind and wish.kind not in {each.size for each in plan.stalls(exhibition_code)}:
        raise BadApplication(_("Choose one of the sizes, or any."), field="kind")


def _new(call: Call, group_code: str, district: str, key: str, now: datetime) -> Application:
    if Application.objects.filter(key=key).exists():
        raise WrongState(_("This form was sent for another application. Open the page again."))
    call.last_number += 1
    call.save(update_fields=("last_number",))
    return Application(
        call=call,
        number=f"{call.exhibition_code}-{call.last_number:04d}",
        key=key,
        group_code=group_code,
        district=district,
        craft="",
        sent_at=now,
        changed_at=now,
    )


def _fill(
    row: Application,
    wish: ApplicationWish,
    shown: Mapping[int, Listing],
    names: Mapping[int, str],
    district: str,
    key: str,
    now: datetime,
) -> None:
    is_new = row.pk is None
    if not is_new and row.state not in (AppState.SENT, AppState.WITHDRAWN):
        raise WrongState(_("It is decided already."))
    row.district, row.changed_at, row.key = district, now, key
    row.craft = craft_of((shown[listing_id].kind, many) for listing_id, many in wish.goods)
    row.kind, row.words = wish.kind, wish.words
    row.needs_lodging, row.needs_transport = wish.needs_lodging, wish.needs_transport
    row.needs_electricity = wish.needs_electricity
    row.version = 1 if is_new else row.version + 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise WrongState(_("This form was sent for another application. Open the page again.")) from taken
    row.goods.all().delete()
    WantedGoods.objects.bulk_create(
        WantedGoods(
            application=row,
            listing_id=listing_id,
            product_id=shown[listing_id].product_id,
            title=shown[listing_id].title[:200],
            quantity=many,
        )
        for listing_id, many in wish.goods
    )
    row.travellers.all().delete()
    TravellerRow.objects.bulk_create(
        TravellerRow(application=row, person_id=each, name=names[each][:120])
        for each in dict.fromkeys(wish.people)
    )


def _written(row: Application, is_change: bool, acting: Acting, now: datetime) -> None:
    facts = {"version": row.version}
    if row.state == AppState.WITHDRAWN:
        row.version -= 1
        move(
            row,
            AppState.SENT,
            what="sent-again",
            now=now,
            by=acting.user,
            on_behalf_of=acting.on_behalf_of,
            facts=facts,
        )
        return
    note(
        row,
        what="changed" if is_change else "sent",
        now=now,
        by=acting.user,
        on_behalf_of=acting.on_behalf_of,
        facts=facts,
    )
