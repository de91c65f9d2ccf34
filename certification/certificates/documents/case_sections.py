"""What a case file says, section by section, with what is withheld left out by ``redaction``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

import certification.cases.facade as cases
import certification.inspection.facade as inspection
import certification.laboratory.facade as laboratory
from certification.certificates import selectors
from certification.certificates.documents.redaction import HOME, PERSON, Line, given, hidden
from certification.certificates.states import Bearer, CertificateState
from jkrlm.kernel.clock import INDIA


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[Line, ...]


def sections_of(number: str) -> list[Section]:
    """
    Return the sections of a case's file.

    Raises:
        CaseUnknown: no case has this number.
    """
    case = cases.case(number)
    names = _private_names(case)
    return [
        Section(_("Application"), tuple(_application(case, names))),
        Section(_("Visit"), tuple(_visit(number, names))),
        Section(_("Laboratory"), tuple(_laboratory(number, names))),
        Section(_("What was found"), tuple(_findings(case))),
        Section(_("Assessment"), tuple(_assessment(number))),
        Section(_("Decisions"), tuple(_decisions(number, names))),
        Section(_("Appeals"), tuple(_appeals(number, names))),
        Section(_("Complaints"), tuple(_complaints(number, names))),
        Section(_("Certificates"), tuple(_certificates(number, names))),
        Section(_("History of the case"), tuple(_history(number, names))),
    ]


def _private_names(case: cases.Case) -> tuple[str, ...]:
    """Return the names of people who are no officials: whoever applied, and for whom."""
    return tuple(name for name in (case.applied_by, case.on_behalf_of) if name and name != case.group_name)


def _moment(at: datetime) -> str:
    return date_format(at.astimezone(INDIA), "j M Y, H:i")


def _application(case: cases.Case, names: tuple[str, ...]) -> Iterable[Line]:
    yield given(_("Case"), case.number)
    yield given(_("Group"), f"{case.group_name} ({case.group_code}), {case.village}, {case.district}")
    yield given(_("Goods"), f"{case.title} · {case.kind} · {case.quantity}")
    if case.lot_number:
        yield Line(_("Lot"), case.lot_number)
    yield Line(_("Standard"), case.version_number)
    yield Line(_("Applied on"), _moment(case.applied_at))
    yield hidden(_("Applied by"), PERSON)
    for code, words in case.statements.items():
        yield given(_("Statement: %(code)s") % {"code": code}, words, names=names)


def _visit(number: str, names: tuple[str, ...]) -> Iterable[Line]:
    report = inspection.visit_of(number)
    if report is None:
        return
    yield given(_("Inspector"), report.inspector_name)
    yield Line(_("Time"), f"{_moment(report.started_at)} – {_moment(report.ended_at)}")
    if report.place is not None:
        yield hidden(_("Place of the visit"), HOME)
    for line in report.lines:
        value = f"{line.value} {line.unit}".strip()
        yield given(line.name, f"{value} · {line.note}" if line.note else value, names=names)
    if report.note:
        yield given(_("Note"), report.note, names=names)
    if report.sample_size:
        yield Line(_("Sample of the lot"), f"{report.sample_letter} · {report.sample_size}")
    yield Line(_("Photographs"), str(len(report.photos)))


def _laboratory(number: str, names: tuple[str, ...]) -> Iterable[Line]:
    """Released samples only: what the laboratory has not released is nobody's to read."""
    for sample in laboratory.samples_of(number):
        said = f"{sample.seal} · {sample.quantity:f} {sample.unit} · {sample.state}"
        yield Line(f"{sample.number}, {_moment(sample.taken_at)}", said)
        for line in sample.results:
            verdict = {True: _("conforms"), False: _("does not conform"), None: _("stated")}[line.passes]
            yield Line(line.name, f"{line.value_text} · {line.limit_text or '–'} · {verdict} · {line.method}")
        for held in sample.custody:
            hands = f"{held.giver} – {held.holder} · {held.place} {held.note}".strip()
            yield given(_moment(held.at), hands, names=names)
        for change in sample.changes:
            if change.reason:
                said = f"{change.state} · {change.reason}"
                yield given(f"{_moment(change.at)} {change.by}", said, names=names)


def _findings(case: cases.Case) -> Iterable[Line]:
    for each in cases.findings(case.number):
        value = each.value
        if isinstance(value, bool):
            value = _("yes") if value else _("no")
        said = f"{value} {each.unit}".strip()
        note = f" ({_('replaced')})" if each.replaced else ""
        yield Line(each.code, f"{said} · {each.source} · {_moment(each.at)}{note}")


def _assessment(number: str) -> Iterable[Line]:
    assessed = cases.assessment(number)
    for line in assessed.lines:
        verdict = {True: _("conforms"), False: _("does not conform"), None: _("stated")}[line.passes]
        yield Line(line.parameter.name, f"{line.value_text or '–'} · {line.limit_text or '–'} · {verdict}")
    yield Line(_("Grade"), assessed.grade.name if assessed.grade else _("none"))
    yield Line(_("Why"), assessed.why)


def _decisions(number: str, names: tuple[str, ...]) -> Iterable[Line]:
    for each in cases.decisions(number):
        reasons = ", ".join(str(cases.reason_label(code)) for code in each.reasons)
        said = f"{cases.Outcome(each.outcome).label} · {each.grade_name} · {reasons}".strip(" ·")
        yield Line(f"{_moment(each.decided_at)}, {each.decided_by_name}", said)
        if each.note:
            yield given(_("Note"), each.note, names=names)


def _appeals(number: str, names: tuple[str, ...]) -> Iterable[Line]:
    for each in cases.appeals(number):
        yield given(f"{_moment(each.asked_at)}", each.words, names=names)
        if each.answer:
            yield given(_("Answer by %(name)s") % {"name": each.decided_by_name}, each.answer, names=names)


def _complaints(number: str, names: tuple[str, ...]) -> Iterable[Line]:
    for each in cases.complaints(number):
        yield given(f"{each.number}, {_moment(each.at)}", each.words, names=names)
        if each.contact:
            yield hidden(_("Who complained"), PERSON)
        if each.answer:
            yield given(_("Answer by %(name)s") % {"name": each.answered_by_name}, each.answer, names=names)


def _certificates(number: str, names: tuple[str, ...]) -> Iterable[Line]:
    for held in reversed(selectors.certificates_of_case(number)):
        yield Line(
            held.number, f"{held.grade_name} · {held.issued_on:%d.%m.%Y} – {held.valid_until:%d.%m.%Y}"
        )
        for change in selectors.changes_of(held.number):
            bearer = f" · {Bearer(change.bearer).label}" if change.bearer else ""
            words = f" · {change.words}" if change.words else ""
            said = f"{CertificateState(change.state).label}: {change.reason_label}{bearer}{words}"
            yield given(f"{_moment(change.at)} {change.actor_name}".strip(), said, names=names)


def _history(number: str, names: tuple[str, ...]) -> Iterable[Line]:
    for each in reversed(cases.history(number)):
        label = f"{each.seq}. {_moment(each.at)}"
        by = "" if each.who in names else f" · {each.who}"
        words = f" · {each.words}" if each.words else ""
        seal = "" if each.is_true else f" · {_('its seal is broken')}"
        line = given(label, f"{each.what}{by}{words}{seal}", names=names)
        yield Line(line.label, line.value, str(PERSON)) if not by and not line.withheld else line
