"""Certificates of the demo: of each granted case its own, and one of them suspended, to be seen."""

from certification.cases.facade import decisions, may_decide
from certification.certificates.models import Certificate
from certification.certificates.reactions import on_case_decided
from certification.certificates.services.change_state import change_state
from certification.certificates.states import CertificateState, Reason
from jkrlm.kernel.clock import now
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import Role, User

#: So many in force have to be there before one of them is taken for show.
ENOUGH = 3


def load_demo_certificates(granted: tuple[str, ...] = ()) -> None:
    """
    Issue what the given granted cases lack, without waiting for the relay, then suspend one certificate.

    Repeated, it changes nothing.
    """
    for number in granted:
        for decision in decisions(number):
            payload = {"case": number, "outcome": str(decision.outcome), "decision_id": decision.id}
            on_case_decided(Event(0, "CaseDecided", payload, now()))
    rows = Certificate.objects.order_by("-id")
    if rows.exclude(state=CertificateState.VALID).exists() or rows.count() < ENOUGH:
        return
    for row in rows:
        officer = next((each for each in _officers() if may_decide(row.case_number, each) is None), None)
        if officer is not None:
            change_state(
                number=row.number,
                to=CertificateState.SUSPENDED,
                reason=Reason.COMPLAINT,
                words="A buyer says that the paint comes off (sample).",
                actor=officer,
                key=f"demo:{row.number}",
                now=now(),
            )
            return


def _officers() -> list[User]:
    return list(User.objects.filter(role_grants__role=Role.OFFICER).order_by("id"))
