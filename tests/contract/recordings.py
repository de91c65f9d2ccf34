"""
Recordings of a real Saleor: read where they are, never copied; and how an answer is held against one.

Two measures. `Replay.exactly`: every value is the recorded one, but for ids, dates and addresses, which
differ from run to run (ids have to differ consistently). `Replay.alike`: at every place of the answer the
same keys and the same kinds of values occur, for where the fixture's names and numbers are its own.
Both compare status, the keys of the answer, errors with their codes and places, and the stated cost.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

FOLDER: Final = Path(__file__).resolve().parents[3] / "shared" / "contract" / "flow"
ABSENT: Final = "the recordings (../shared/contract/flow) are not on this machine"

#: Values that differ from run to run; their presence and type are compared, not what they say.
FREE: Final = frozenset(
    {"id", "token", "number", "date", "createdAt", "pspReference", "url", "availableForPurchaseAt"}
)
#: Values that are words of the contract: also where names are free, the same words have to occur.
WORDS: Final = frozenset(
    {"__typename", "code", "currency", "field", "inputType", "level", "totalCount", "type", "unit"}
)

Compare = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Recording:
    """One request and what Saleor answered."""

    name: str
    document: str
    variables: dict[str, Any] | None
    auth: str | None
    status: int
    answer: dict[str, Any]

    @property
    def given(self) -> dict[str, Any]:
        """The variables of a request that has some."""
        assert self.variables is not None
        return self.variables

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = self.answer["data"]
        return found


@cache
def recording(number: int) -> Recording:
    path = next(FOLDER.glob(f"{number:02d}_*.graphql"))
    asked = json.loads(path.with_suffix(".vars.json").read_text())
    answered = json.loads(path.with_suffix(".response.json").read_text())
    return Recording(
        name=path.stem,
        document=path.read_text(),
        variables=asked["variables"],
        auth=asked["auth"],
        status=answered["status"],
        answer=answered["response"],
    )


class Ids:
    """The recorded ids and what they are here, learned from answers to the same request."""

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        self._ours = dict(known or {})

    def translated(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.translated(entry) for key, entry in value.items()}
        if isinstance(value, list):
            return [self.translated(entry) for entry in value]
        return self._ours.get(value, value) if isinstance(value, str) else value

    def learn(self, recorded: str, ours: str) -> bool:
        """Note a pair; return whether it agrees with what was known."""
        return self._ours.setdefault(recorded, ours) == ours

    def differences(
        self, recorded: Any, ours: Any, *, special: Mapping[str, Compare], path: str = ""
    ) -> list[str]:
        """Return where the answers differ; learns ids on the way."""
        if path in special:
            return [] if special[path](recorded, ours) else [f"{path}: {recorded!r} recorded, {ours!r} here"]
        if isinstance(recorded, dict) and isinstance(ours, dict):
            if set(recorded) != set(ours):
                return [f"{path}: fields {sorted(set(recorded) ^ set(ours))}"]
            pairs = [(f"{path}.{key}", entry, ours[key]) for key, entry in recorded.items()]
        elif isinstance(recorded, list) and isinstance(ours, list):
            if len(recorded) != len(ours):
                return [f"{path}: {len(recorded)} recorded, {len(ours)} here"]
            both = enumerate(zip(recorded, ours, strict=True))
            pairs = [(f"{path}[{place}]", left, right) for place, (left, right) in both]
        else:
            same = self._same(path.rpartition(".")[2], recorded, ours)
            return [] if same else [f"{path}: {recorded!r} recorded, {ours!r} here"]
        return [
            fault
            for inner, left, right in pairs
            for fault in self.differences(left, right, special=special, path=inner)
        ]

    def _same(self, name: str, recorded: Any, ours: Any) -> bool:
        if type(recorded) is not type(ours):
            return False
        if name == "id" and recorded is not None:
            return self.learn(recorded, ours)
        return name in FREE or bool(recorded == ours)


def shape(value: Any) -> dict[str, set[str]]:
    """Return for each place in an answer, list positions aside, what kinds of values occur there."""
    kinds: dict[str, set[str]] = defaultdict(set)

    def look(part: Any, path: str) -> None:
        if isinstance(part, dict):
            kinds[path].add("{" + " ".join(sorted(part)) + "}")
            for key, entry in part.items():
                look(entry, f"{path}.{key}")
        elif isinstance(part, list):
            kinds[path].add("[…]" if part else "[]")
            for entry in part:
                look(entry, f"{path}[]")
        else:
            word = path.rpartition(".")[2] in WORDS
            kinds[path].add(repr(part) if word else type(part).__name__)

    look(value, "")
    return dict(kinds)


def shape_differences(recorded: Any, ours: Any) -> list[str]:
    """Return the places at which not the same kinds of values occur."""
    left, right = shape(recorded), shape(ours)
    return [
        f"{path}: {sorted(left.get(path, ()))} recorded, {sorted(right.get(path, ()))} here"
        for path in sorted(left.keys() | right.keys())
        if left.get(path) != right.get(path)
    ]


def _without(value: Any, names: Collection[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(entry, names) for key, entry in value.items() if key not in names}
    return [_without(entry, names) for entry in value] if isinstance(value, list) else value


def errors_of(answer: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return code and place of each error of an answer."""
    return [(each["extensions"]["exception"]["code"], each.get("path")) for each in answer.get("errors", ())]


@dataclass
class Replay:
    """
    Asks recorded requests of ``/graphql/`` over HTTP, in order, and collects what differs.

    ``tokens`` are by the recordings' ``auth``; ``special`` compares the places that cannot be equal;
    inputs named in ``unsent`` are left out of the variables.
    """

    tokens: Mapping[str, str]
    ids: Ids = field(default_factory=Ids)
    special: Mapping[str, Compare] = field(default_factory=dict)
    unsent: Collection[str] = ()
    faults: list[str] = field(default_factory=list)

    def exactly(self, *numbers: int) -> "Replay":
        for number in numbers:
            recorded, answer = self._asked(number)
            self._compare(recorded, answer)
        return self

    def alike(self, *numbers: int) -> "Replay":
        for number in numbers:
            recorded, answer = self._asked(number)
            found = shape_differences(recorded.answer.get("data"), answer.get("data"))
            self.faults += [f"{recorded.name}{each}" for each in found]
        return self

    def uploading(self, number: int, name: str, file: bytes) -> "Replay":
        """Ask a request whose variable ``name`` was a file, which a recording cannot hold."""
        recorded = recording(number)
        body = self._body(recorded)
        assert body["variables"][name] is None
        sent = {
            "operations": json.dumps(body),
            "map": json.dumps({"0": [f"variables.{name}"]}),
            "0": SimpleUploadedFile("picture.png", file, content_type="image/png"),
        }
        response = Client(headers=self._headers(recorded)).post("/graphql/", sent)
        self._compare(recorded, self._checked(recorded, response))
        return self

    def _compare(self, recorded: Recording, answer: dict[str, Any]) -> None:
        found = self.ids.differences(recorded.answer.get("data"), answer.get("data"), special=self.special)
        self.faults += [f"{recorded.name}{each}" for each in found]

    def _asked(self, number: int) -> tuple[Recording, dict[str, Any]]:
        recorded = recording(number)
        client = Client(headers=self._headers(recorded))
        response = client.post("/graphql/", json.dumps(self._body(recorded)), content_type="application/json")
        return recorded, self._checked(recorded, response)

    def _body(self, recorded: Recording) -> dict[str, Any]:
        variables = _without(self.ids.translated(recorded.variables), self.unsent)
        return {"query": recorded.document, "variables": variables}

    def _headers(self, recorded: Recording) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[recorded.auth]}"} if recorded.auth else {}

    def _checked(self, recorded: Recording, response: HttpResponse) -> dict[str, Any]:
        """Return the answer, after comparing everything but its data."""
        answer: dict[str, Any] = json.loads(response.content)
        for what, left, right in (
            ("status", recorded.status, response.status_code),
            ("content type", "application/json", response.headers["Content-Type"]),
            ("keys", sorted(recorded.answer), sorted(answer)),
            ("errors", errors_of(recorded.answer), errors_of(answer)),
            ("extensions", recorded.answer.get("extensions"), answer.get("extensions")),
        ):
            if left != right:
                self.faults.append(f"{recorded.name} {what}: {left!r} recorded, {right!r} here: {answer}")
        return answer
