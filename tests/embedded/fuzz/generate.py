"""Random documents: valid ones made from the schema, with variables that mean harm, and spoilt ones."""

import random
from dataclasses import dataclass, field
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

HOSTILE: Final = (
    "",
    " ",
    "\x00",
    "' OR '1'='1",
    '"; DROP TABLE store_account_user; --',
    "%s%n%x",
    "%",
    "_",
    "\\",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "http://169.254.169.254/latest/meta-data/",
    "https://127.0.0.1:1/manifest",
    "file:///etc/passwd",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "\u202eevil",
    "\ud83d",
    "a" * 300,
    "é" * 5000,
    "null",
    "[object Object]",
    "2026-13-45T99:99:99Z",
    "-1",
    "1e309",
    "W10=",
    "bm90IGpzb24=",
    "WyJ4Il0=",
    "online",
    "EN",
)
NUMBERS: Final = (-1, 0, 1, 2, 5, 100, 101, 2**31 - 1, -(2**31), 10**9)
DEPTH: Final = 7


@dataclass
class Maker:
    """Makes one document after the other; the same seed makes the same ones."""

    schema: GraphQLSchema
    ids: list[str]
    rng: random.Random
    variables: dict[str, Any] = field(default_factory=dict)
    declared: list[str] = field(default_factory=list)

    def document(self) -> tuple[str, dict[str, Any]]:
        """Return a valid document, but for its values, and its variables."""
        self.variables, self.declared = {}, []
        writes = self.rng.random() < 0.35
        root = self.schema.mutation_type if writes else self.schema.query_type
        assert root is not None
        names = [name for name in root.fields if name != "_service"]
        chosen = self.rng.sample(names, 1 if writes else self.rng.randint(1, 3))
        parts = [self._field(root, name, 0, alias=f"f{at}: ") for at, name in enumerate(chosen)]
        head = "mutation" if writes else "query"
        declared = f"({', '.join(self.declared)})" if self.declared else ""
        return f"{head} Fuzz{declared} {{ {' '.join(parts)} }}", self.variables

    def _field(self, kind: Any, name: str, depth: int, alias: str = "") -> str:
        found = kind.fields[name]
        arguments = []
        for argument, each in found.args.items():
            needed = isinstance(each.type, GraphQLNonNull)
            if needed or self.rng.random() < 0.5 or argument in ("first", "channel", "id", "slug"):
                if argument == "last" and any(given.startswith("first:") for given in arguments):
                    continue
                arguments.append(f"{argument}: {self._argument(argument, each.type)}")
        inner = get_named_type(found.type)
        below = "" if is_leaf_type(inner) else self.selection(inner, depth + 1)
        return f"{alias}{name}{'(' + ', '.join(arguments) + ')' if arguments else ''} {below}"

    def selection(self, kind: Any, depth: int) -> str:
        parts = ["__typename"]
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            names = [
                name
                for name, each in kind.fields.items()
                if is_leaf_type(get_named_type(each.type)) or depth < DEPTH
            ]
            for at, name in enumerate(self.rng.sample(names, min(len(names), self.rng.randint(2, 7)))):
                parts.append(self._field(kind, name, depth, alias=f"a{at}: "))
        if is_abstract_type(kind) and depth < DEPTH:
            members = self.schema.get_possible_types(kind)
            for member in self.rng.sample(list(members), min(len(members), 3)):
                parts.append(f"... on {member.name} {self.selection(member, depth + 1)}")
        return "{ " + " ".join(parts) + " }"

    def _argument(self, name: str, kind: Any) -> str:
        value = self.value(kind, name)
        if self.rng.random() < 0.6:
            variable = f"v{len(self.declared)}"
            self.declared.append(f"${variable}: {kind}")
            self.variables[variable] = value
            return f"${variable}"
        return literal(value, kind)

    def value(self, kind: Any, name: str = "", depth: int = 0) -> Any:
        """Return something for an input of this type, as JSON would carry it."""
        if isinstance(kind, GraphQLNonNull):
            return self.value(kind.of_type, name, depth)
        if self.rng.random() < 0.03:
            return None
        if isinstance(kind, GraphQLList):
            return [self.value(kind.of_type, name, depth + 1) for _ in range(self.rng.choice((0, 1, 1, 2)))]
        if isinstance(kind, GraphQLInputObjectType):
            return self._object(kind, depth)
        if isinstance(kind, GraphQLEnumType):
            return self.rng.choice(list(kind.values))
        return self._scalar(kind.name, name)

    def _object(self, kind: GraphQLInputObjectType, depth: int) -> dict[str, Any]:
        found = {}
        for name, each in kind.fields.items():
            needed = isinstance(each.type, GraphQLNonNull)
            if needed or (depth < 3 and self.rng.random() < 0.4):
                found[name] = self.value(each.type, name, depth + 1)
        return found

    def _scalar(self, kind: str, name: str) -> Any:
        choose = self.rng.choice
        if name in ("first", "last", "limit") and self.rng.random() < 0.8:
            return choose((1, 3, 10))
        if kind == "ID":
            return choose(self.ids) if self.rng.random() < 0.8 else choose(HOSTILE)
        if kind == "Int" or kind == "PositiveInt" or kind == "Minute":
            return choose(NUMBERS)
        if kind in ("Float", "Decimal", "PositiveDecimal", "WeightScalar"):
            return choose((0, 1, 10.5, -3, 1e12, "12.345", "NaN", "1e400"))
        if kind == "Boolean":
            return choose((True, False))
        if kind == "DateTime":
            return choose(
                ("2026-04-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00", "soon")
            )
        if kind == "JSONString":
            return choose(
                ("{}", "[]", '{"blocks": [{"type": "paragraph", "data": {"text": "x"}}]}', "{", "null")
            )
        if kind in ("JSON", "GenericScalar", "_Any", "Metadata"):
            return choose(
                ({}, [], None, "x", {"__typename": "User", "id": choose(self.ids)}, {"a": [1, {"b": 2}]})
            )
        return choose(HOSTILE) if self.rng.random() < 0.5 else choose(self.ids)

    def spoilt(self) -> str:
        """Return a document with something wrong in it."""
        text, _variables = self.document()
        for _ in range(self.rng.randint(1, 4)):
            if not text:
                break
            at = self.rng.randrange(len(text))
            text = self.rng.choice(
                (
                    text[:at] + text[at + 1 :],
                    text[:at] + self.rng.choice('{}()[]"$@!:…\x00#&|') + text[at:],
                    text[:at] + text[at : at + 40] + text[at:],
                    text[:at],
                    text.replace("__typename", "__schema { types { name } }", 1),
                    text + " fragment F on Query { ...F }",
                )
            )
        return text or "{"


def literal(value: Any, kind: Any) -> str:
    """Return a value as it is written in a document."""
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        of = inner.of_type if isinstance(inner, GraphQLList) else inner
        return "[" + ", ".join(literal(each, of) for each in value) + "]"
    if isinstance(value, dict):
        fields = getattr(inner, "fields", {})
        return (
            "{"
            + ", ".join(
                f"{key}: {literal(each, fields[key].type if key in fields else inner)}"
                for key, each in value.items()
            )
            + "}"
        )
    if isinstance(inner, GraphQLEnumType):
        return str(value)
    shown = "".join(
        sign
        if sign.isascii() and sign.isprintable() and sign not in '"\\'
        else f"\\u{min(ord(sign), 0xFFFF):04x}"
        for sign in value
    )
    return f'"{shown}"'
