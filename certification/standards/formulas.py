"""Formulas of a standard: arithmetic over parameter codes, and nothing else. Pure."""

import ast
from collections.abc import Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext
from typing import Final

from django.utils.translation import gettext as _

from certification.standards.errors import BadFormula

LONGEST: Final = 200
DEEPEST: Final = 20
CALLS: Final = {"min": min, "max": max}


def names_in(formula: str) -> tuple[str, ...]:
    """
    Return the codes that a formula counts with, in order, each once.

    Raises:
        BadFormula: anything but + - * / brackets, numbers, codes, min() and max().
    """
    tree = _parsed(formula)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called]
    found.sort(key=lambda node: node.col_offset)
    return tuple(dict.fromkeys(node.id for node in found))


def computed(formula: str, values: Mapping[str, Decimal]) -> Decimal | None:
    """
    Return what a formula yields; None where it divides by nought or grows beyond all measure.

    28 digits, half-even, whatever the caller's context.

    Raises:
        BadFormula.
        KeyError: ``values`` lacks a code.
    """
    tree = _parsed(formula)
    with localcontext() as context:
        context.prec = 28
        context.traps[DivisionByZero] = context.traps[InvalidOperation] = True
        try:
            found = _counted(tree.body, formula, values)
        except (ArithmeticError, InvalidOperation):
            return None
    return found if found.is_finite() else None


def _parsed(formula: str) -> ast.Expression:
    text = formula.strip()
    if not text:
        raise BadFormula(_("A formula is missing: count with codes, such as fructose / glucose."))
    if len(text) > LONGEST:
        raise BadFormula(_("A formula has at most %(count)s characters.") % {"count": LONGEST})
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
        raise BadFormula(_("“%(formula)s” cannot be read as a formula.") % {"formula": text}) from fault
    _check(tree.body, text, 0)
    return tree


def _check(node: ast.expr, text: str, depth: int) -> None:
    parts: list[ast.expr]
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), right=right):
            parts = [left, right]
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            parts = [operand]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in CALLS and arguments:
            parts = arguments
        case ast.Constant(value=value) if type(value) in (int, float):
            return
        case ast.Name():
            return
        case _:
            said = (ast.get_source_segment(text, node) or text)[:40]
            raise BadFormula(
                _("“%(part)s” has no place in a formula: use + - * / ( ), numbers, codes, min( ) and max( ).")
                % {"part": said}
            )
    if depth >= DEEPEST:
        raise BadFormula(_("The formula has too many brackets within brackets."))
    for part in parts:
        _check(part, text, depth + 1)


def _counted(node: ast.expr, text: str, values: Mapping[str, Decimal]) -> Decimal:
    match node:
        case ast.Constant():
            return Decimal((ast.get_source_segment(text.strip(), node) or str(node.value)).replace("_", ""))
        case ast.Name(id=name):
            return values[name]
        case ast.UnaryOp(op=operator, operand=operand):
            inner = _counted(operand, text, values)
            return -inner if isinstance(operator, ast.USub) else inner
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return CALLS[name](_counted(each, text, values) for each in arguments)
        case ast.BinOp(left=left, op=operator, right=right):
            one, other = _counted(left, text, values), _counted(right, text, values)
            if isinstance(operator, ast.Add):
                return one + other
            if isinstance(operator, ast.Sub):
                return one - other
            return one * other if isinstance(operator, ast.Mult) else one / other
    raise BadFormula(text)
