"""What programs are told of an allotment: who proposed it, what was said of each application, the draw."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from exhibitions.stalls import words
from exhibitions.stalls.contracts import Point
from exhibitions.stalls.draw import commitment, digest, repeat
from exhibitions.stalls.models import Allowance, Proposal, Verdict
from exhibitions.stalls.services.common import call_of
from exhibitions.stalls.services.send_call import invited_groups
from exhibitions.stalls.states import AllowanceState, ProposalState, Result


@dataclass(frozen=True, slots=True)
class ProposalView:
    """An allotment as it was worked out; ``digest`` is the SHA-256 of what the draw was given."""

    id: int
    exhibition_code: str
    state: str
    digest: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    why: str
    with_stall: int
    waiting: int
    barred: int


@dataclass(frozen=True, slots=True)
class VerdictView:
    """
    What a proposal says of one application. ``place`` of ``of`` in its craft; ``line`` on the waiting list, 0
    for none; ``equals`` others had the same score, and a draw (``drawn``) decided.
    """

    number: str
    group_code: str
    result: str
    stall_code: str
    score: int
    points: tuple[Point, ...]
    place: int
    of: int
    line: int
    equals: int
    drawn: str
    why: str


@dataclass(frozen=True, slots=True)
class DrawView:
    """
    What anybody needs to repeat a draw. ``seed`` and ``given`` are empty before; ``commitment`` is the
    SHA-256 of the seed, published with the call. ``is_promised`` and ``is_same`` are worked out when asked.
    """

    exhibition_code: str
    commitment: str
    seed: str
    given: str
    digest: str
    is_promised: bool
    is_same: bool


def invited(exhibition_code: str) -> tuple[str, ...]:
    """Return the codes of the groups that a call is to. Four queries. Raises ApplicationUnknown."""
    return invited_groups(call_of(exhibition_code))


def proposal(exhibition_code: str) -> ProposalView | None:
    """Return the newest allotment that was worked out. Two queries."""
    row = _newest(exhibition_code)
    return _view(row) if row is not None else None


def proposal_by_id(proposal_id: int) -> ProposalView | None:
    """Two queries."""
    rows = Proposal.objects.filter(pk=proposal_id).select_related("call", "proposed_by", "decided_by")
    row = rows.first()
    return _view(row) if row is not None else None


def verdicts(exhibition_code: str, language: str = "en") -> tuple[VerdictView, ...]:
    """
    Return what the newest allotment says of every application, the best first, the refused last; nothing of
    one that was sent back. Two queries.
    """
    row = _newest(exhibition_code)
    if row is None or row.state == ProposalState.SENT_BACK:
        return ()
    found = list(row.verdicts.select_related("application").order_by("pk"))
    found.sort(key=lambda each: (each.result == Result.REFUSED, -each.score, each.drawn))
    return tuple(_verdict(each, language) for each in found)


def draw(exhibition_code: str) -> DrawView:
    """Return a draw to be repeated; done once here. Three queries. Raises ApplicationUnknown."""
    call = call_of(exhibition_code)
    row = call.proposals.filter(state=ProposalState.APPROVED).first()
    if row is None:
        return DrawView(call.exhibition_code, call.commitment, "", "", "", False, False)
    said = dict(row.verdicts.exclude(stall_code="").values_list("application__number", "stall_code"))
    return DrawView(
        call.exhibition_code,
        call.commitment,
        call.seed,
        row.given,
        row.digest,
        commitment(call.seed) == call.commitment,
        repeat(row.given, call.seed).stalls() == said and digest(row.given) == row.digest,
    )


def proposed_allowance(application_number: str, kind: str) -> int:
    """Return the number of an allowance that waits for a decision, 0 for none. One query."""
    rows = Allowance.objects.filter(
        application__number=application_number, kind=kind, state=AllowanceState.PROPOSED
    )
    return rows.values_list("pk", flat=True).first() or 0


def _newest(exhibition_code: str) -> Proposal | None:
    rows = Proposal.objects.filter(call__exhibition_code=exhibition_code)
    return rows.select_related("call", "proposed_by", "decided_by").order_by("-pk").first()


def _view(row: Proposal) -> ProposalView:
    counts = Counter(row.verdicts.values_list("result", flat=True))
    return ProposalView(
        id=row.pk,
        exhibition_code=row.call.exhibition_code,
        state=row.state,
        digest=row.digest,
        proposed_by=row.proposed_by.name,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        why=row.why,
        with_stall=counts[Result.STALL],
        waiting=counts[Result.WAITING],
        barred=counts[Result.REFUSED],
    )


def _verdict(row: Verdict, language: str) -> VerdictView:
    return VerdictView(
        number=row.application.number,
        group_code=row.application.group_code,
        result=row.result,
        stall_code=row.stall_code,
        score=row.score,
        points=words.points_of(row.points),
        place=row.place,
        of=row.of,
        line=row.line,
        equals=row.equals,
        drawn=row.drawn,
        why=words.explained(row, language),
    )
