"""Who may evaluate a case, and who may decide it. The database refuses the same for decisions."""

from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext as _

from certification.cases import rules
from certification.cases.contracts import Candidate, Interest, Refusal
from certification.cases.models import AppealRow, Case, DecisionRow, Evaluator, FindingRow, InterestRow
from certification.cases.states import AppealState, CaseState
from jkrlm.kernel import clock
from jkrlm.people.facade import Role, User, colleagues, deputies, has_role
from sellers.registry.facade import acts_for, groups_by_code, roll


def may_evaluate(case: Case, user: User) -> Refusal | None:
    """Return why she may not evaluate it: a declared interest, her own group, or her village."""
    refusal = near(case, [user.pk]).get(user.pk)
    if refusal is None and lives_there(case, user):
        return _of_the_village(case)
    return refusal


def may_decide(case: Case, user: User) -> Refusal | None:
    """
    Return why she may not decide it.

    She holds another role, evaluated it, has an interest, lives in the village, or decided it before an
    appeal that was upheld.
    """
    if not has_role(user, Role.OFFICER):
        return Refusal("ROLE", _("Certification officers decide."))
    if user.pk == case.inspector_id or _evaluated(case, user):
        return Refusal("EVALUATED", _("You evaluated this case: another person decides."))
    if user.pk == case.applied_by_id:
        return Refusal("INTEREST", _("You asked for this certificate: another person decides."))
    upheld = AppealRow.objects.filter(case=case, state=AppealState.UPHELD).values("round")
    if DecisionRow.objects.filter(case=case, round__in=upheld, decided_by=user).exists():
        return Refusal("DECIDED_BEFORE", _("You decided it before the appeal: another person decides."))
    return may_evaluate(case, user)


def may_answer_appeal(case: Case, user: User) -> Refusal | None:
    """Return why she may not answer an appeal of this case; whoever decided it may not."""
    if DecisionRow.objects.filter(case=case, decided_by=user).exists():
        return Refusal("DECIDED_BEFORE", _("You decided this case: another person answers the appeal."))
    return may_decide(case, user)


def near(case: Case, user_ids: Collection[int]) -> dict[int, Refusal]:
    """Return user → why she is too near to the group, for those who are. Six queries for all of them."""
    found: dict[int, Refusal] = {}
    on = clock.today()
    for place in roll([case.group_code], on=on):
        if place.user_id in user_ids and place.user_id is not None:
            found[place.user_id] = Refusal("INTEREST", _("She belongs to the group, or helps it."))
    rows = InterestRow.objects.filter(user__in=user_ids, ended_at__isnull=True)
    for row in rows:
        if row.group_code and row.group_code == case.group_code:
            found[row.user_id] = Refusal("INTEREST", _("She declared an interest in this group."))
        elif row.place_key and row.place_key == case.place_key:
            found.setdefault(row.user_id, _of_the_village(case))
    return found


def lives_there(case: Case, user: User) -> bool:
    """Return whether a group of hers is in the village of the case's group. Five queries."""
    codes = [place.code for place in acts_for(user.pk, on=clock.today())]
    return any(
        rules.place_key(each.district, each.village) == case.place_key != ""
        for each in groups_by_code(codes).values()
    )


def candidates(case: Case, *, on: date) -> tuple[Candidate, ...]:
    """Return the inspectors, those first who may evaluate the case and have least to do."""
    people = [each for each in colleagues(on=on) if Role.INSPECTOR in each.roles]
    names = {each.id: each.name for each in people}
    away = deputies(set(names), on=on)
    refused = near(case, set(names))
    busy: dict[int, int] = {}
    for (held,) in Case.objects.filter(
        state=CaseState.ASSIGNED, inspector__in=names, inspection="needed"
    ).values_list("inspector_id"):
        busy[held] = busy.get(held, 0) + 1
    found = []
    for each in people:
        refusal = refused.get(each.id)
        deputy = ""
        if refusal is None and each.id in away:
            deputy = names.get(away[each.id], "")
            refusal = Refusal("AWAY", _("On leave; %(name)s stands in.") % {"name": deputy or "–"})
        found.append(Candidate(each.id, each.name, busy.get(each.id, 0), refusal, deputy))
    return tuple(sorted(found, key=lambda each: (each.refusal is not None, each.open_cases, each.name)))


def interests(user_ids: Collection[int] | None = None) -> tuple[Interest, ...]:
    """Return what is declared now, the newest first; of everybody without ids."""
    rows = InterestRow.objects.filter(ended_at__isnull=True).select_related("user").order_by("-id")
    if user_ids is not None:
        rows = rows.filter(user__in=user_ids)
    return tuple(
        Interest(
            id=row.pk,
            user_id=row.user_id,
            user_name=row.user.name,
            group_code=row.group_code,
            village=row.village,
            district=row.district,
            words=row.words,
            declared_at=row.declared_at,
        )
        for row in rows[:200]
    )


def evaluators_of(case_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Return case → names of who evaluated it. One query."""
    found: dict[int, list[str]] = {}
    rows = Evaluator.objects.filter(case__in=case_ids).order_by("id").values_list("case_id", "user__name")
    for case_id, name in rows:
        names = found.setdefault(case_id, [])
        if name not in names:
            names.append(name)
    return {case_id: tuple(names) for case_id, names in found.items()}


def _of_the_village(case: Case) -> Refusal:
    words = _("She is of the same village: %(village)s.") % {"village": case.village}
    return Refusal("SAME_VILLAGE", words)


def _evaluated(case: Case, user: User) -> bool:
    return (
        Evaluator.objects.filter(case=case, user=user).exists()
        or FindingRow.objects.filter(case=case, by=user).exclude(source="declared").exists()
    )
