"""A certified lot of saffron with labels on its pieces."""

from dataclasses import dataclass
from datetime import timedelta

import certification.certificates.facade as certificates
from certification.labels.models import Batch
from certification.verification.models import Seen
from jkrlm.kernel import clock
from tests.certification.cases.world import People
from tests.certification.certificates.world import certified_lot
from tests.certification.labels.world import batch_of, codes_of, put_on


@dataclass
class Labelled:
    certificate: certificates.Certificate
    batch: Batch
    codes: list[str]

    @property
    def code(self) -> str:
        return self.codes[0]


def labelled(people: People, count: int = 3) -> Labelled:
    """``count`` labels, all but the last on pieces."""
    certificate = certified_lot(people, quantity=50)
    batch = batch_of(certificate, people.officer, count)
    codes = codes_of(batch)
    put_on(codes[:-1])
    return Labelled(certificate, batch, codes)


def seen_by(code: str, devices: int, days: int) -> None:
    """So many devices, spread over so many days up to today."""
    today = clock.today()
    Seen.objects.bulk_create(
        Seen(code=code, mark=at.to_bytes(12), first_on=today - timedelta(days=at % days))
        for at in range(devices)
    )
