"""Recordings of a real Saleor: read where they are, never copied."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "contract" / "flow"
ABSENT = "the recordings (../shared/contract/flow) are not on this machine"

#: Values that differ from run to run; their presence and type are compared, not what they say.
FREE = frozenset({"id", "token", "number", "date", "createdAt", "pspReference", "url", "publishedAt"})


@dataclass(frozen=True)
class Recording:
    """One request and what Saleor answered."""

    name: str
    document: str
    variables: dict[str, Any]
    auth: str | None
    data: dict[str, Any] | None


def recording(number: int) -> Recording:
    path = next(FOLDER.glob(f"{number:02d}_*.graphql"))
    asked = json.loads(path.with_suffix(".vars.json").read_text())
    answer = json.loads(path.with_suffix(".response.json").read_text())
    return Recording(
        name=path.stem,
        document=path.read_text(),
        variables=asked["variables"] or {},
        auth=asked["auth"],
        data=answer["response"].get("data"),
    )


class Ids:
    """The recorded ids and what they are here, learned from answers to the same request."""

    def __init__(self) -> None:
        self._ours: dict[str, str] = {}

    def translated(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.translated(entry) for key, entry in value.items()}
        if isinstance(value, list):
            return [self.translated(entry) for entry in value]
        return self._ours.get(value, value) if isinstance(value, str) else value

    def learn(self, recorded: str, ours: str) -> None:
        self._ours[recorded] = ours

    def compare(self, recorded: Any, ours: Any, *, ignored: frozenset[str], path: str = "") -> list[str]:
        """Return where the answers differ; learns ids on the way."""
        if path in ignored:
            return []
        if isinstance(recorded, dict) and isinstance(ours, dict):
            if set(recorded) != set(ours):
                return [f"{path}: fields {sorted(set(recorded) ^ set(ours))}"]
            return [
                fault
                for key, entry in recorded.items()
                for fault in self.compare(entry, ours[key], ignored=ignored, path=f"{path}.{key}")
            ]
        if isinstance(recorded, list) and isinstance(ours, list):
            if len(recorded) != len(ours):
                return [f"{path}: {len(recorded)} recorded, {len(ours)} here"]
            return [
                fault
                for place, (left, right) in enumerate(zip(recorded, ours, strict=True))
                for fault in self.compare(left, right, ignored=ignored, path=f"{path}[{place}]")
            ]
        name = path.rpartition(".")[2]
        if name in FREE and type(recorded) is type(ours):
            if name == "id":
                self.learn(recorded, ours)
            return []
        return [] if recorded == ours else [f"{path}: {recorded!r} recorded, {ours!r} here"]
