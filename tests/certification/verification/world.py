"""A certified lot of saffron with labels on its pieces."""

from dataclasses import dataclass
from datetime import timedelta

import certification.certificates.facade as certificates
import certification.lots.facade as lots
import certification.verification.facade as verification
from certification.labels.codes import new_code
from certification.labels.models import Batch
from certification.verification.models import Seen
from certification.verification.services.load_rules import load_rules
from jkrlm.kernel import clock
from tests.certification.cases.world import People
from tests.certification.certificates.world import certified_lot, suspended, withdrawn
from tests.certification.labels.world import batch_of, codes_of, put_on
from tests.certification.lots.world import BY, key


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


@dataclass
class Words:
    """A label's code for each word that it may read; ``batch`` and ``certificate`` are the genuine one's."""

    codes: dict[str, str]
    batch: Batch
    certificate: certificates.Certificate


def every_word(people: People) -> Words:
    """Four certified lots with labels: one good, one suspended, one withdrawn, one called back."""
    load_rules()
    codes: dict[str, str] = {}
    made = []
    for word in ("genuine", "suspended", "withdrawn", "recalled"):
        certificate = certified_lot(people, quantity=20)
        batch = batch_of(certificate, people.officer, 4)
        put_on(codes_of(batch)[:3])
        codes[word] = codes_of(batch)[0]
        made.append((certificate, batch))
    suspended(people, made[1][0].number)
    withdrawn(people, made[2][0].number)
    lots.recall(made[3][0].lot_number, "Moisture of 14 % in the retest", "group", BY, key())
    codes["seen-too-often"] = codes_of(made[0][1])[1]
    seen_by(codes["seen-too-often"], 40, 14)
    codes["unknown"] = new_code()
    verification.forget()
    return Words(codes, made[0][1], made[0][0])
