"""
An officer asks for labels of a certificate, a task makes them: what the goods are called and look like is
asked of the store first, then codes are drawn, a thousand at a time. Begun again after a crash, it goes on.
"""

import uuid
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from certification.certificates.facade import Certificate
from certification.labels.codes import Address, gtin_of, new_code
from certification.labels.errors import BadBatch, CertificateNotLive, KeyTaken
from certification.labels.layouts import LAYOUTS
from certification.labels.models import Batch, Coverage, Label, TradeItem
from certification.labels.states import BatchState
from commerce.facade import Store, app_store
from jkrlm.kernel import clock
from jkrlm.kernel.locks import advisory_lock
from jkrlm.people.facade import User, audit
from media.facade import qr_fills

CHUNK: Final = 1000
COUNT_MAX: Final = 50_000
_SAMPLE: Final = "A" * 12


def ask_for_batch(
    *, certificate: Certificate, count: int, layout: str, key: uuid.UUID, actor: User, now: datetime
) -> int:
    """
    Open a batch for the worker to make; return its number. The same ``key`` again is the same batch.

    Raises:
        BadBatch, LabelTooSmall: ``field`` says what to mend.
        CertificateNotLive: no labels are made for it.
        KeyTaken: the form made another batch.
    """
    known = Batch.objects.filter(key=key).first()
    if known is not None:
        return _same(known, certificate, count)
    _check(certificate, count, layout)
    try:
        with transaction.atomic():
            gtin = _gtin(certificate.product_id)
            address = Address(settings.PUBLIC_URL, _SAMPLE, gtin, certificate.lot_number)
            (code,) = qr_fills([address.printed])
            LAYOUTS[layout].module_mm(code.side)
            made = Batch.objects.create(
                key=key,
                coverage=_coverage(certificate),
                certificate_number=certificate.number,
                product_id=certificate.product_id,
                group_code=certificate.group_code,
                lot_number=certificate.lot_number,
                gtin=gtin,
                base_url=settings.PUBLIC_URL,
                layout=layout,
                count=count,
                title=certificate.title[:250],
                grade_name=certificate.grade_name[:80],
                asked_by=actor,
                asked_at=now,
                moved_at=now,
            )
            audit(
                actor=actor,
                verb="cert.labels.ask",
                target=f"label batch {made.pk}",
                after={"certificate": certificate.number, "count": count, "layout": layout},
            )
    except IntegrityError:
        known = Batch.objects.filter(key=key).first()
        if known is None:
            raise
        return _same(known, certificate, count)
    return made.pk


def _same(known: Batch, certificate: Certificate, count: int) -> int:
    if (known.certificate_number, known.count) != (certificate.number, count):
        raise KeyTaken("This form made another batch already. Open a new form.")
    return known.pk


def _check(certificate: Certificate, count: int, layout: str) -> None:
    if layout not in LAYOUTS:
        raise BadBatch("Choose a sheet or a roll.", field="layout")
    if not 0 < count <= COUNT_MAX:
        raise BadBatch(f"A batch has 1 to {COUNT_MAX:,} labels.", field="count")
    if certificate.state != "valid":
        raise CertificateNotLive(
            f"Certificate {certificate.number} is {certificate.state}: no labels are made for it.",
            field="certificate",
        )


def _coverage(certificate: Certificate) -> Coverage:
    """Return the certificate's counter. A certificate of a whole product covers any number of pieces."""
    quantity = certificate.quantity if certificate.lot_number or certificate.unit else None
    found, _made = Coverage.objects.get_or_create(
        certificate_number=certificate.number, defaults={"quantity": quantity}
    )
    return found


def _gtin(product_id: str) -> str:
    """Return the product's GTIN, given now where it has none; nothing where we have no prefix of GS1."""
    prefix = settings.GS1_COMPANY_PREFIX
    if not prefix:
        return ""
    known = TradeItem.objects.filter(product_id=product_id).first()
    if known is not None:
        return known.gtin
    with advisory_lock("cert_labels.trade_item"):
        last = TradeItem.objects.aggregate(last=Max("reference"))["last"]
        reference = 1 if last is None else last + 1
        try:
            gtin = gtin_of(prefix, reference)
        except ValueError as error:
            raise BadBatch(f"{error} Ask GS1 India for another prefix.", field="certificate") from error
        made, _new = TradeItem.objects.get_or_create(
            product_id=product_id, defaults={"reference": reference, "gtin": gtin}
        )
    return made.gtin


def make_batch(*, batch_id: int) -> None:
    """
    Make the labels of a batch, or what is missing of them; a batch that is ready stays as it is.

    Raises:
        StoreUnavailable: the task is repeated.
    """
    with advisory_lock(f"cert_labels.batch:{batch_id}"):
        batch = Batch.objects.filter(pk=batch_id, state=BatchState.MAKING).first()
        if batch is None:
            return
        if not batch.slug:
            _picture(batch)
        while batch.made < batch.count:
            _chunk(batch)
        Batch.objects.filter(pk=batch.pk).update(state=BatchState.READY, moved_at=clock.now())


def _picture(batch: Batch) -> None:
    """Keep how the store shows the goods; goods that are no longer there keep the certificate's name."""
    store = app_store()
    cards = store.product_cards(ids=[batch.product_id], channel=settings.CHANNEL_ONLINE).products
    card = cards.edges[0].node if cards is not None and cards.edges else None
    if card is None:
        return
    marked = store.listing_products(ids=[batch.product_id], channel=settings.CHANNEL_ONLINE, first=1).products
    facts = {item.key: item.value for edge in (marked.edges if marked else ()) for item in edge.node.metadata}
    batch.title = card.name[:250]
    batch.title_hi, batch.title_ur = _translated(store, batch.product_id)
    batch.slug = card.slug
    batch.picture_url = (card.thumbnail.url if card.thumbnail else "")[:500]
    batch.is_illustration = facts.get("umeed.illustration") == "true"
    batch.save(update_fields=["title", "title_hi", "title_ur", "slug", "picture_url", "is_illustration"])


def _translated(store: Store, product_id: str) -> tuple[str, str]:
    """Return what the goods are called in Hindi and Urdu; empty where nobody has said it."""
    found = store.product_texts(ids=[product_id], first=1).products
    node = found.edges[0].node if found is not None and found.edges else None
    hindi, urdu = (node.hi, node.ur) if node is not None else (None, None)
    return (hindi.name or "")[:250] if hindi else "", (urdu.name or "")[:250] if urdu else ""


@transaction.atomic
def _chunk(batch: Batch) -> None:
    """Make the next labels; a code that was drawn before is drawn again."""
    now = clock.now()
    size = min(CHUNK, batch.count - batch.made)
    codes: set[str] = set()
    while len(codes) < size:
        drawn = {new_code() for _ in range(size - len(codes))}
        codes |= drawn - set(Label.objects.filter(code__in=drawn).values_list("code", flat=True))
    Label.objects.bulk_create(
        Label(code=code, batch=batch, position=position, changed_at=now)
        for position, code in enumerate(sorted(codes), batch.made + 1)
    )
    batch.made += size
    Batch.objects.filter(pk=batch.pk).update(made=batch.made, moved_at=now)
