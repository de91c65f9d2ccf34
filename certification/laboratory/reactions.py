"""What the laboratory does when it hears of a sample. Each may come twice."""

from datetime import datetime
from decimal import Decimal

from certification.laboratory.models import Sample
from certification.laboratory.services.take_in import take_in
from jkrlm.kernel.clock import now
from jkrlm.kernel.outbox import Event


def on_sample_taken(event: Event) -> None:
    """Give the sample of a visit its sealed code, and begin its chain of custody."""
    said = event.payload
    before = Sample.objects.filter(code=str(said["retest_of"]).removeprefix("S-")).first()
    take_in(
        origin=f"visit:{said['visit']}",
        case_number=said["case"],
        version_id=said["version"],
        seal=said["seal"],
        quantity=Decimal(said["quantity"]),
        unit=said["unit"],
        taken_by_id=said["taken_by"],
        taken_at=min(datetime.fromisoformat(said["taken_at"]), now()),
        now=now(),
        retest_of=before,
    )
