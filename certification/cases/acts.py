"""What others do with cases. Here the clock is read; inside, the moment is handed on."""

from collections.abc import Collection, Mapping
from datetime import datetime

from certification.cases.contracts import Appeal, Application, By, Case, Complaint, Decision, Value
from certification.cases.selectors import history as _history
from certification.cases.selectors.rows import case, decision_by_id
from certification.cases.services import appeals as _appeals
from certification.cases.services import apply as _apply
from certification.cases.services import assign as _assign
from certification.cases.services import calendar as _calendar
from certification.cases.services import check as _check
from certification.cases.services import complaints as _complaints
from certification.cases.services import decide as _decide
from certification.cases.services import findings as _findings
from certification.cases.services import interests as _interests
from certification.cases.services import reopen as _reopen
from certification.cases.states import Outcome, StepName
from jkrlm.kernel import clock
from jkrlm.people.facade import User


def apply(application: Application, by: By) -> Case:
    """
    Keep an application; see ``services.apply``.

    Raises:
        NoStandard, AppliedAlready, BadApplication: ``field`` says where to mend it; KeyTaken; GroupUnknown.
    """
    return case(_apply.apply(application=application, by=by, now=clock.now()).number)


def supplement(
    number: str,
    by: By,
    *,
    key: str,
    statements: Mapping[str, str] | None = None,
    photo_keys: Mapping[str, tuple[str, ...]] | None = None,
    document_keys: Mapping[str, tuple[str, ...]] | None = None,
) -> Case:
    """
    Complete what was missing, or put right what was sent back, and send it again.

    Raises:
        CaseUnknown, BadApplication, WrongState.
    """
    _apply.supplement(
        number=number,
        key=key,
        statements=statements or {},
        photo_keys=photo_keys or {},
        document_keys=document_keys or {},
        by=by,
        now=clock.now(),
    )
    return case(number)


def withdraw(number: str, by: By) -> Case:
    """Take an application back. Raises CaseUnknown, WrongState."""
    _apply.withdraw(number=number, by=by, now=clock.now())
    return case(number)


def send_back(number: str, codes: Collection[str], words: str, user: User) -> Case:
    """Send an application back with what is missing. Raises CaseUnknown, WrongState, NotComplete."""
    _check.send_back(number=number, codes=codes, words=words, user=user, now=clock.now())
    return case(number)


def complete(number: str, user: User) -> Case:
    """Say that an application is complete. Raises CaseUnknown, WrongState, NotComplete."""
    _check.complete(number=number, user=user, now=clock.now())
    return case(number)


def assign(number: str, inspector_id: int | None, user: User) -> Case:
    """
    Give a case to an inspector, or hand it over to another; records ``CaseAssigned {case, inspector}``.

    Raises:
        CaseUnknown, WrongState, NotAnInspector, NotImpartial, Away.
    """
    _assign.assign(number=number, inspector_id=inspector_id, user=user, now=clock.now())
    return case(number)


def give_back(number: str, words: str, user: User) -> Case:
    """Take a case from its inspector. Raises CaseUnknown, WrongState; NotAnInspector: no reason."""
    _assign.give_back(number=number, words=words, user=user, now=clock.now())
    return case(number)


def take(number: str, user: User, officer_id: int | None = None) -> Case:
    """Hold a case at the desk, or hand it to a colleague. Raises CaseUnknown, NotAnInspector, Away."""
    _assign.take(number=number, user=user, officer_id=officer_id, now=clock.now())
    return case(number)


def declare_interest(user: User, group_code: str, words: str) -> int:
    """Declare an interest in a group; return the declaration's id. Raises GroupUnknown, BadInterest."""
    row = _interests.declare_interest(user=user, group_code=group_code, words=words, now=clock.now())
    return row.pk


def declare_village(user: User, district: str, village: str, words: str) -> int:
    """Declare a village in which she or her family lives; return the declaration's id. Raises BadInterest."""
    row = _interests.declare_village(
        user=user, district=district, village=village, words=words, now=clock.now()
    )
    return row.pk


def end_interest(interest_id: int, user: User) -> None:
    """End a declaration of one's own. Raises BadInterest."""
    _interests.end_interest(interest_id=interest_id, user=user, now=clock.now())


def record_findings(
    number: str, values: Mapping[str, Value], source: str, user: User, at: datetime | None = None
) -> None:
    """
    Write down what was found, by parameter; who did is an evaluator from now on.

    ``source`` is ``visit:12`` or ``sample:S-…``; ``at`` is when it was found, now without one. Text is read
    as the standard's parameter reads it.

    Raises:
        CaseUnknown, WrongState, NotImpartial; BadFinding: ``field`` is the parameter.
    """
    now = clock.now()
    _findings.record_findings(number=number, values=values, source=source, user=user, at=at or now, now=now)


def retract_findings(number: str, source: str, user: User, reason: str) -> None:
    """Take back all that a source found; it stays readable. Raises CaseUnknown, WrongState, BadFinding."""
    _findings.retract_findings(number=number, source=source, user=user, reason=reason, now=clock.now())


def step_done(number: str, step: StepName | str, user: User) -> Case:
    """
    Say that the visit or the laboratory is done with; after the last step it waits for a decision.

    Raises:
        CaseUnknown, WrongState, NotImpartial.
    """
    _findings.step_done(number=number, step=StepName(step), user=user, now=clock.now())
    return case(number)


def step_again(number: str, step: StepName | str, user: User | None = None, reason: str = "") -> Case:
    """Let a step be done again: a retest, another visit. Raises CaseUnknown, WrongState, BadFinding."""
    _findings.step_again(number=number, step=StepName(step), user=user, reason=reason, now=clock.now())
    return case(number)


def note_evaluator(number: str, user_id: int, what: str) -> None:
    """Write down that somebody evaluated: she never decides this case. Raises CaseUnknown."""
    _findings.note_evaluator(number=number, user_id=user_id, what=what, now=clock.now())


def decide(
    number: str,
    outcome: Outcome | str,
    reasons: Collection[str],
    note: str,
    quantity: int | None,
    user: User,
    key: str,
) -> Decision:
    """
    Decide a case; records ``CaseDecided {case, outcome, decision_id, round, purpose, follows, …}``.

    Raises:
        CaseUnknown, WrongState, AlreadyDecided, NotImpartial, KeyTaken; BadDecision: ``field`` says what.
    """
    row = _decide.decide(
        number=number,
        outcome=Outcome(outcome),
        reasons=reasons,
        note=note,
        quantity=quantity,
        user=user,
        key=key,
        now=clock.now(),
    )
    return decision_by_id(row.pk)


def ask_appeal(number: str, words: str, by: By, key: str) -> Appeal:
    """Ask that others look at a decision again. Raises CaseUnknown, NoAppeal."""
    return _history.appeal(_appeals.ask_appeal(number=number, words=words, by=by, key=key, now=clock.now()))


def decide_appeal(appeal_id: int, upheld: bool, answer: str, user: User) -> Appeal:
    """Answer an appeal. Raises AppealUnknown, NotImpartial, AlreadyDecided, NoAppeal."""
    return _history.appeal(
        _appeals.decide_appeal(appeal_id=appeal_id, upheld=upheld, answer=answer, user=user, now=clock.now())
    )


def complain(
    key: str,
    words: str,
    *,
    contact: str = "",
    case_number: str = "",
    certificate_number: str = "",
    product_id: str = "",
    group_code: str = "",
    label_code: str = "",
) -> Complaint:
    """Keep a complaint about certified goods; anybody may. Raises BadApplication."""
    return _history.complaint(
        _complaints.complain(
            key=key,
            words=words,
            contact=contact,
            case_number=case_number,
            certificate_number=certificate_number,
            product_id=product_id,
            group_code=group_code,
            label_code=label_code,
            now=clock.now(),
        )
    )


def answer_complaint(number: str, founded: bool, answer: str, user: User) -> Complaint:
    """Say what came of a complaint. Raises ComplaintUnknown, AlreadyDecided, BadApplication."""
    return _history.complaint(
        _complaints.answer_complaint(
            number=number, founded=founded, answer=answer, user=user, now=clock.now()
        )
    )


def open_planned(planned_id: int, user: User) -> Case:
    """Open the case that looks at a certificate again. Raises CaseUnknown, WrongState."""
    return case(_calendar.open_planned(planned_id=planned_id, user=user, now=clock.now()).number)


def drop_planned(case_number: str) -> None:
    """Clear the calendar of a case whose certificate was withdrawn or has ended. Raises CaseUnknown."""
    _calendar.drop_planned(case_number=case_number, now=clock.now())


def reopen(product_id: str, changed: Mapping[str, str]) -> tuple[str, ...]:
    """
    Reopen the granted cases of goods whose certified facts changed; return their numbers.

    Records ``CaseReopened {case, product, lot, changed}``; other facts than certified ones reopen nothing.
    """
    return _reopen.reopen(product_id=product_id, changed=changed, now=clock.now())
