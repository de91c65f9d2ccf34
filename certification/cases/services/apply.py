"""A seller, or who acts for her, applies for a certificate; completes what was missing; takes it back."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

import certification.lots.facade as lots
import certification.standards.facade as standards
from certification.cases import rules
from certification.cases.contracts import Application, By
from certification.cases.errors import AppliedAlready, BadApplication, KeyTaken, NoStandard
from certification.cases.models import Case, CaseCounter, CaseLine, FindingRow
from certification.cases.reference import answer_days, working_days
from certification.cases.services import clocks
from certification.cases.services.findings import row_of
from certification.cases.services.move import locked, move, note, require, user_id_of
from certification.cases.services.rounds import begin_round
from certification.cases.states import STANDS, CaseState, Purpose, StepName, StepState, Subject
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from media.facade import PictureUnknown, evidence
from sellers.registry.facade import group

DECLARED = "declared"
_OPEN_STATES = (
    CaseState.SUBMITTED,
    CaseState.INCOMPLETE,
    CaseState.COMPLETE,
    CaseState.ASSIGNED,
    CaseState.EVALUATED,
    CaseState.RETURNED,
)


@transaction.atomic
def apply(*, application: Application, by: By, now: datetime) -> Case:
    """
    Keep an application; the same key again gives the same case.

    What the standard asks for may be missing: it is written down, and completed later. Applied for again
    while a certificate stands, it is a renewal.

    Raises:
        NoStandard, AppliedAlready, BadApplication: ``field`` says where to mend it; KeyTaken; GroupUnknown.
    """
    if not application.key.strip() or len(application.key) > 64:
        raise BadApplication(_("Load the page again: it lost its key."), field="key")
    lock_key(application.key)
    digest = _digest(application)
    known = Case.objects.filter(key=application.key).first()
    if known is not None:
        return _same(known, digest)
    today = local_date(now)
    version = standards.version_for(application.kind, on=today)
    if version is None:
        raise NoStandard(
            _("There is no standard for these goods yet, so nobody can certify them. They need none."),
            field="kind",
        )
    _check(application, version)
    case = _new(application, version, by, now)
    _needed_steps(case, version)
    _take(case, version, application.statements, application.photo_keys, application.document_keys)
    _insert(case)
    _declared(case, version, now=now)
    note(
        case,
        actor=by.actor,
        now=now,
        what="applied",
        on_behalf_of=by.on_behalf_of,
        facts={"standard": version.number, "missing": ", ".join(case.missing)},
    )
    outbox.record("CaseApplied", _told(case))
    return case


@transaction.atomic
def supplement(
    *,
    number: str,
    key: str,
    statements: Mapping[str, str],
    photo_keys: Mapping[str, tuple[str, ...]],
    document_keys: Mapping[str, tuple[str, ...]],
    by: By,
    now: datetime,
) -> Case:
    """
    Complete what was missing, or put right what was sent back, and send it again. What is not sent now stays.

    The same key again does nothing. What was sent back begins another round: it is looked at again.

    Raises:
        CaseUnknown, BadApplication; WrongState: it waits for nothing of hers.
    """
    case = locked(number)
    if _was_sent(case, key):
        return case
    require(case, CaseState.INCOMPLETE, CaseState.RETURNED)
    version = standards.version(case.version_id)
    _take(
        case,
        version,
        {**case.statements, **{code: text for code, text in statements.items() if text.strip()}},
        _merged(case.photo_keys, photo_keys),
        _merged(case.document_keys, document_keys),
    )
    anew = case.state == CaseState.RETURNED

    def change(row: Case) -> None:
        row.missing_words = ""
        if anew:
            begin_round(row, anew=(StepName.INSPECTION,), user_id=user_id_of(by.actor), now=now)
        else:
            clocks.go_on(row, local_date(now))

    move(
        case,
        to=CaseState.SUBMITTED,
        actor=by.actor,
        now=now,
        what="completed",
        on_behalf_of=by.on_behalf_of,
        facts={"key": key, "missing": ", ".join(case.missing)},
        change=change,
    )
    _declared(case, version, now=now)
    return case


@transaction.atomic
def withdraw(*, number: str, by: By, now: datetime) -> Case:
    """
    Take an application back; taken back already, nothing happens.

    Raises:
        CaseUnknown; WrongState: it waits for a decision, or is decided.
    """
    case = locked(number)
    if case.state == CaseState.WITHDRAWN:
        return case

    def change(row: Case) -> None:
        row.paused_on = None

    return move(
        case,
        to=CaseState.WITHDRAWN,
        actor=by.actor,
        now=now,
        what="withdrawn",
        on_behalf_of=by.on_behalf_of,
        change=change,
    )


def next_number(series: str) -> str:
    """Return the next number of a series; gaps only where a transaction was rolled back after it."""
    CaseCounter.objects.get_or_create(series=series)
    CaseCounter.objects.filter(pk=series).update(last=F("last") + 1)
    return f"{series}-{CaseCounter.objects.get(pk=series).last:05d}"


def lock_key(key: str) -> None:
    """Let two requests that carry the same key wait for each other, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"cases.key:{key}"])


def _new(application: Application, version: standards.Version, by: By, now: datetime) -> Case:
    """Return the case of an application, numbered and dated, not saved yet."""
    today = local_date(now)
    maker = group(application.group_code)
    before = _standing(application)
    subject = Subject(version.subject)
    number = next_number(rules.series(version.standard_code, today))
    days = answer_days(application.kind, on=today)
    return Case(
        number=number,
        key=application.key,
        digest=_digest(application),
        group_code=maker.code,
        group_name=maker.name,
        village=maker.village,
        district=maker.district,
        place_key=rules.place_key(maker.district, maker.village),
        person_id=application.person_id,
        applied_by_id=user_id_of(by.actor),
        on_behalf_of=by.on_behalf_of[:200],
        kind=application.kind,
        version_id=version.id,
        version_number=version.number,
        subject=subject,
        listing_id=application.listing_id,
        product_id=application.product_id,
        lot_number=application.lot_number if subject is Subject.LOT else "",
        quantity=1 if subject is Subject.UNIT else application.quantity,
        title=application.title[:250],
        purpose=Purpose.RENEWAL if before is not None else Purpose.FIRST,
        follows=before,
        applied_at=now,
        changed_at=now,
        days_allowed=days,
        due_on=working_days(on=today).after(today, days),
        sample_size=_sample_size(version, application.quantity),
    )


def _told(case: Case) -> dict[str, object]:
    return {
        "case": case.number,
        "group": case.group_code,
        "product": case.product_id,
        "listing_id": case.listing_id,
        "person_id": case.person_id,
        "title": case.title,
    }


def _digest(application: Application) -> str:
    told = json.dumps(
        [
            application.group_code,
            application.kind,
            application.product_id,
            application.listing_id,
            application.lot_number,
            application.quantity,
        ]
    )
    return hashlib.sha256(told.encode()).hexdigest()


def _same(known: Case, digest: str) -> Case:
    if known.digest != digest:
        raise KeyTaken(_("This was sent before, with something else. Load the page again."), field="key")
    return known


def _check(application: Application, version: standards.Version) -> None:
    if not 0 < application.quantity <= 1_000_000:
        raise BadApplication(_("Write how many there are, as a number above nought."), field="quantity")
    if not application.product_id:
        raise BadApplication(_("Choose the goods."), field="goods")
    if Subject(version.subject) is Subject.LOT:
        if not application.lot_number:
            raise BadApplication(
                _("This standard certifies a batch: choose the batch, or write down a new one."), field="lot"
            )
        try:
            lot = lots.lot(application.lot_number)
        except lots.LotUnknown as unknown:
            raise BadApplication(unknown.message, field="lot") from unknown
        if (lot.group_code, lot.product_id) != (application.group_code, application.product_id):
            raise BadApplication(_("This batch is of other goods."), field="lot")
        if application.quantity > lot.quantity:
            raise BadApplication(
                _("The batch has %(count)s only.") % {"count": lot.quantity}, field="quantity"
            )


def _standing(application: Application) -> Case | None:
    """Return the case on which a certificate of the same goods stands; refuse where one is under way."""
    same = Case.objects.filter(product_id=application.product_id, lot_number=application.lot_number)
    under_way = same.filter(state__in=_OPEN_STATES).order_by("id").first()
    if under_way is not None:
        raise AppliedAlready(
            _("A certificate for these goods was asked for already: %(number)s.")
            % {"number": under_way.number},
            field="goods",
            params={"case": under_way.number},
        )
    return same.filter(state__in=STANDS).order_by("-id").first()


def _insert(case: Case) -> None:
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as twice:
        if "cert_case_one_open" not in str(twice):
            raise
        raise AppliedAlready(
            _("A certificate for these goods was asked for already, a moment ago."), field="goods"
        ) from twice


def _take(
    case: Case,
    version: standards.Version,
    statements: Mapping[str, str],
    photo_keys: Mapping[str, tuple[str, ...]],
    document_keys: Mapping[str, tuple[str, ...]],
) -> None:
    """Write what was given into the case, as far as the standard asks for it, and what is missing."""
    asked = {each.code: each.kind for each in version.evidence}
    declared = {each.code for each in version.parameters_from("declared")}
    case.statements = {
        code: text.strip()[:2000]
        for code, text in statements.items()
        if asked.get(code) == "statement" or code in declared
    }
    case.photo_keys = {code: list(keys) for code, keys in photo_keys.items() if asked.get(code) == "photo"}
    case.document_keys = {
        code: list(keys) for code, keys in document_keys.items() if asked.get(code) == "document"
    }
    for code, keys in (*case.photo_keys.items(), *case.document_keys.items()):
        for key in keys:
            try:
                evidence(key)
            except PictureUnknown as unknown:
                raise BadApplication(
                    _("A photo did not arrive. Please add it again."), field=f"file-{code}"
                ) from unknown
    case.missing = list(
        rules.missing(
            version,
            statements=case.statements,
            photo_keys=case.photo_keys,
            document_keys=case.document_keys,
        )
    )


def _declared(case: Case, version: standards.Version, *, now: datetime) -> None:
    """Record what the maker declares of the standard's parameters; unchanged, nothing is added."""
    known = {
        row.code: row.value
        for row in FindingRow.objects.filter(case=case, round=case.round, source=DECLARED).order_by("id")
    }
    for parameter in version.parameters_from("declared"):
        text = case.statements.get(parameter.code, "")
        if not text:
            continue
        try:
            row = row_of(case, parameter, text, source=DECLARED, user_id=case.applied_by_id, now=now)
        except standards.BadValue as bad:
            raise BadApplication(bad.message, field=f"say-{parameter.code}") from bad
        if known.get(parameter.code) != row.value:
            row.save(force_insert=True)


def _needed_steps(case: Case, version: standards.Version) -> None:
    tested = bool(version.parameters_from("laboratory"))
    seen = bool(version.parameters_from("inspection")) or not tested
    case.inspection = StepState.NEEDED if seen else StepState.NOT_NEEDED
    case.laboratory = StepState.NEEDED if tested else StepState.NOT_NEEDED


def _merged(held: Mapping[str, list[str]], more: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found = {code: tuple(keys) for code, keys in held.items()}
    for code, keys in more.items():
        found[code] = tuple(dict.fromkeys((*found.get(code, ()), *keys)))
    return found


def _was_sent(case: Case, key: str) -> bool:
    if not key.strip() or len(key) > 64:
        raise BadApplication(_("Load the page again: it lost its key."), field="key")
    told = CaseLine.objects.filter(case=case, what="completed").values_list("facts", flat=True)
    return any(json.loads(each).get("key") == key for each in told)


def _sample_size(version: standards.Version, quantity: int) -> int:
    sampling = version.sampling
    if sampling.kind == "iso2859" and quantity > 1:
        return standards.sample_plan(quantity, level=sampling.level, aql=sampling.aql).size
    if sampling.kind == "fixed":
        return min(sampling.count, quantity)
    return quantity
