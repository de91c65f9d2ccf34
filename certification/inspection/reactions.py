"""What inspection does when it hears of a case or a sample. Each may come twice."""

import certification.cases.facade as cases
from certification.inspection.models import Visit
from certification.inspection.services.keep_visit import keep_visit
from certification.inspection.states import Purpose, VisitState
from jkrlm.kernel.clock import now
from jkrlm.kernel.outbox import Event


def on_case_assigned(event: Event) -> None:
    """Put a visit into the inspector's list, unless the case needs none or it was made."""
    case = cases.case(event.payload["case"])
    needed = case.step(cases.StepName.INSPECTION) == cases.StepState.NEEDED
    if case.inspector_id is None or not needed:
        return
    keep_visit(case_number=case.number, inspector_id=case.inspector_id, now=now())


def on_retest_ordered(event: Event) -> None:
    """Send the inspector for a new sample, where what is left of the old one does not do."""
    if not event.payload["new_material"]:
        return
    number, sample = event.payload["case"], event.payload["sample"]
    if Visit.objects.filter(retest_of=sample).exclude(state=VisitState.DROPPED).exists():
        return
    case = cases.case(number)
    last = Visit.objects.filter(case_number=number).order_by("-pk").first()
    inspector = case.inspector_id or (last.inspector_id if last else None)
    if inspector is not None:
        keep_visit(
            case_number=number, inspector_id=inspector, now=now(), purpose=Purpose.SAMPLE, retest_of=sample
        )
