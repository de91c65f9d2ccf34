"""Who looks at a case, and who holds it at the desk; leave, stand-ins and hand-over."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certification.cases.errors import Away, NotAnInspector, NotImpartial
from certification.cases.models import Case
from certification.cases.selectors.impartial import may_evaluate
from certification.cases.services import clocks
from certification.cases.services.move import locked, move, note, person, require
from certification.cases.states import CaseState, StepState
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.people.facade import Role, User, audit, deputies, has_role


@transaction.atomic
def assign(*, number: str, inspector_id: int | None, user: User, now: datetime) -> Case:
    """
    Give a complete case to an inspector, or hand one that is being looked at over to another.

    Without an inspector only where the standard asks for no visit. The same one again changes nothing.

    Raises:
        CaseUnknown, WrongState, NotAnInspector, NotImpartial; Away: she is on leave, with who stands in.
    """
    case = locked(number)
    require(case, CaseState.COMPLETE, CaseState.ASSIGNED)
    today = local_date(now)
    inspector = _inspector(case, inspector_id, now) if inspector_id is not None else None
    if inspector is None and case.inspection == StepState.NEEDED:
        raise NotAnInspector(_("Choose who visits the group."), field="inspector")
    if case.state == CaseState.ASSIGNED and case.inspector_id == inspector_id:
        return case
    before = case.inspector_id
    case.inspector = inspector
    facts = {"inspector": person(inspector_id) if inspector_id else "nobody"}
    if case.state == CaseState.COMPLETE:

        def change(row: Case) -> None:
            row.officer = row.officer or user
            if row.inspection != StepState.NEEDED and row.laboratory == StepState.NEEDED:
                clocks.stop(row, today)

        move(
            case,
            to=CaseState.ASSIGNED,
            actor=person(user.pk),
            now=now,
            what="assigned",
            facts=facts,
            change=change,
        )
    else:
        case.changed_at = now
        case.save()
        note(case, actor=person(user.pk), now=now, what="handed-over", facts=facts)
    outbox.record("CaseAssigned", {"case": case.number, "inspector": inspector_id, "group": case.group_code})
    audit(
        actor=user,
        verb="cert.assign",
        target=f"case {number}",
        before={"inspector": before},
        after={"inspector": inspector_id},
    )
    return case


@transaction.atomic
def give_back(*, number: str, words: str, user: User, now: datetime) -> Case:
    """
    Take a case from its inspector before anything was found; it waits for another one.

    Raises:
        CaseUnknown; WrongState: it is not being looked at; NotAnInspector: no reason.
    """
    case = locked(number)
    require(case, CaseState.ASSIGNED)
    if not words.strip():
        raise NotAnInspector(_("Say why."), field="words")

    def change(row: Case) -> None:
        row.inspector = None
        clocks.go_on(row, local_date(now))

    move(
        case,
        to=CaseState.COMPLETE,
        actor=person(user.pk),
        now=now,
        what="given-back",
        words=words,
        change=change,
    )
    audit(actor=user, verb="cert.give-back", target=f"case {number}", after={"why": words})
    return case


@transaction.atomic
def take(*, number: str, user: User, officer_id: int | None = None, now: datetime) -> Case:
    """
    Hold a case at the desk, or hand it to a colleague.

    Raises:
        CaseUnknown; NotAnInspector: no certification officer; Away: on leave, with who stands in.
    """
    case = locked(number)
    wanted = officer_id or user.pk
    holder = User.objects.filter(pk=wanted, is_active=True).first()
    if holder is None or not has_role(holder, Role.OFFICER):
        raise NotAnInspector(_("Choose a certification officer."), field="officer")
    if wanted != user.pk:
        _not_away(holder, now, field="officer")
    if case.officer_id == wanted:
        return case
    before = case.officer_id
    case.officer, case.changed_at = holder, now
    case.save(update_fields=["officer", "changed_at"])
    note(case, actor=person(user.pk), now=now, what="held", facts={"by": person(wanted)})
    audit(
        actor=user,
        verb="cert.take",
        target=f"case {number}",
        before={"officer": before},
        after={"officer": wanted},
    )
    return case


def _inspector(case: Case, inspector_id: int, now: datetime) -> User:
    found = User.objects.filter(pk=inspector_id, is_active=True).first()
    if found is None or not has_role(found, Role.INSPECTOR):
        raise NotAnInspector(_("Choose an inspector."), field="inspector")
    refusal = may_evaluate(case, found)
    if refusal is not None:
        raise NotImpartial(
            f"{found.name}: {refusal.sentence}", field="inspector", params={"why": refusal.code}
        )
    _not_away(found, now, field="inspector")
    return found


def _not_away(who: User, now: datetime, *, field: str) -> None:
    deputy_id = deputies({who.pk}, on=local_date(now)).get(who.pk)
    if deputy_id is None:
        return
    deputy = User.objects.filter(pk=deputy_id).first()
    raise Away(
        _("%(name)s is on leave; %(deputy)s stands in.")
        % {"name": who.name, "deputy": deputy.name if deputy else "–"},
        field=field,
        params={"deputy": deputy_id},
    )
