"""What Saleor's own storefront asks, as the list of its operations says; read where it is, never copied."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from graphql import (
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

from commerce.embedded.engine.schema import schema

LIST: Final = Path(__file__).resolve().parents[3] / "shared" / "contract" / "storefront-operations.txt"
ABSENT: Final = "the list of the storefront's operations is not on this machine"
#: So deep do the documents go that are made of the list.
DEPTH: Final = 6

#: What arguments are given, wherever a field of the list has them.
GIVEN: Final = {
    "channel": '"default-channel"',
    "countryCode": "IN",
    "first": "3",
    "format": "WEBP",
    "languageCode": "HI",
    "limit": "5",
    "size": "128",
    "variantSelection": "ALL",
}


#: The storefront reads these of its list of channels, with a token of its own; the public may not.
FOR_APPS: Final = {"Channel": ("countries", "currencyCode", "isActive", "name")}


@dataclass(frozen=True)
class Wanted:
    """``fields``: type -> field -> arguments; ``roots``: Query and Mutation -> field -> arguments."""

    fields: dict[str, dict[str, list[str]]]
    roots: dict[str, dict[str, list[str]]]


def _section(text: str, title: str) -> str:
    return text.split(f"== {title}", 1)[1].split("\n== ", 1)[0].split("\n", 1)[1]


def _parsed(fields: str) -> dict[str, list[str]]:
    found = re.findall(r"(\w+)(?:\(([^)]*)\))?", fields)
    return {name: [each for each in arguments.split(", ") if each] for name, arguments in found}


@cache
def wanted() -> Wanted:
    """Return what is asked for while the shop runs (its scripts ask for more)."""
    text = LIST.read_text()
    asked = dict(line.partition(": ")[::2] for line in _section(text, "OUTPUT TYPES").strip().splitlines())
    runtime = dict(line.partition(": ")[::2] for line in _section(text, "RUNTIME-ONLY").strip().splitlines())
    fields = {
        name: {field: _parsed(asked.get(name, "")).get(field, []) for field in only.split(", ")}
        for name, only in runtime.items()
    }
    roots: dict[str, dict[str, list[str]]] = {}
    for kind in ("Query", "Mutation"):
        (line,) = re.findall(rf"^{kind} root fields \(runtime\): (.*)$", text, re.M)
        known = dict(re.findall(r"^(\w+)\(([^)]*)\) :", _section(text, f"ROOT FIELDS: {kind}"), re.M))
        roots[kind] = {
            name: [each for each in known.get(name, "").split(", ") if each] for name in line.split(", ")
        }
    return Wanted(fields, roots)


def selection(kind: Any, depth: int = 0, path: tuple[str, ...] = ()) -> str:
    """Return a selection of all that the list names of this type, as deep as goes."""
    if is_leaf_type(kind):
        return ""
    parts = ["__typename"]
    if is_abstract_type(kind):
        for member in schema().get_possible_types(kind):
            if member.name in wanted().fields:
                inner = _fields(member, depth, path, alias=f"{member.name.lower()}_")
                parts += [f"... on {member.name} {{ {' '.join(inner)} }}"] if inner else []
    if isinstance(kind, GraphQLObjectType) or kind.name in wanted().fields:
        parts += _fields(kind, depth, path)
    return "{ " + " ".join(parts) + " }"


def _fields(kind: Any, depth: int, path: tuple[str, ...], alias: str = "") -> list[str]:
    parts = []
    for name, arguments in wanted().fields.get(kind.name, {}).items():
        field: GraphQLField = kind.fields[name]
        inner = get_named_type(field.type)
        leaf = is_leaf_type(inner)
        if depth and name in FOR_APPS.get(kind.name, ()):
            continue
        if not leaf and (depth >= DEPTH or path.count(inner.name) > 1):
            continue
        shown = f"{alias}{name}: {name}" if alias else name
        parts.append(
            f"{shown}{_arguments(field, arguments)} {selection(inner, depth + 1, (*path, inner.name))}".strip()
        )
    return parts


def _arguments(field: GraphQLField, named: list[str]) -> str:
    needed = [name for name, argument in field.args.items() if isinstance(argument.type, GraphQLNonNull)]
    chosen = {
        name: GIVEN[name] for name in dict.fromkeys((*named, *needed)) if name in GIVEN and name in field.args
    }
    if "slug" in needed:
        chosen["slug"] = '"maker"'
    return f"({', '.join(f'{name}: {value}' for name, value in chosen.items())})" if chosen else ""


def query(root: str, arguments: str = "") -> str:
    """Return a document that asks the root field for everything of the list."""
    field = schema().query_type.fields[root]  # type: ignore[union-attr]
    return f"{{ {root}{arguments} {selection(get_named_type(field.type))} }}"


def mutation(root: str, variables: str, arguments: str) -> str:
    """Return a document of the mutation that selects of its payload what the list names."""
    field = schema().mutation_type.fields[root]  # type: ignore[union-attr]
    inner = selection(get_named_type(field.type), depth=2)
    return f"mutation{variables} {{ {root}{arguments} {inner} }}"
