"""Styles in a drawing: declarations, simple style sheets, colours (CSS Syntax 3; CSS Color 4; Selectors 4)."""

from __future__ import annotations

import functools
from typing import Collection, Iterable, Mapping, NamedTuple

import tinycss2
from tinycss2 import color4

from builder.drawings.faults import Fault

Paint = tuple[float, float, float, float]
"""Red, green, blue and opacity, each from 0 to 1."""
MOST_RULES = 500
_HARMLESS = frozenset({"charset", "font-face", "namespace"})


class Rule(NamedTuple):
    """What holds for the elements of one selector; an empty tag fits every element."""

    tag: str
    ids: frozenset[str]
    classes: frozenset[str]
    declared: tuple[tuple[str, str, bool], ...]
    """Name, value, and whether it is important."""

    def fits(self, tag: str, own: str, classes: Collection[str]) -> bool:
        return self.tag in ("", tag) and self.ids <= {own} and self.classes <= set(classes)

    @property
    def weight(self) -> tuple[int, int, int]:
        return len(self.ids), len(self.classes), bool(self.tag)


@functools.lru_cache(maxsize=1_000)
def declarations(written: str) -> tuple[tuple[str, str, bool], ...]:
    """Return what `style="..."` declares; malformed declarations are skipped, as CSS requires."""
    return _declared(tinycss2.parse_blocks_contents(written, skip_comments=True, skip_whitespace=True))


def _declared(nodes: Iterable[tinycss2.ast.Node]) -> tuple[tuple[str, str, bool], ...]:
    return tuple(
        (node.lower_name, tinycss2.serialize(node.value).strip(), node.important)
        for node in nodes
        if node.type == "declaration"
    )


def sheet(written: str) -> list[Rule]:
    """Return the rules of a style sheet. Raises Fault for one that is more than plain rules for plain selectors."""
    rules: list[Rule] = []
    for node in tinycss2.parse_stylesheet(written, skip_comments=True, skip_whitespace=True):
        if node.type == "at-rule" and node.lower_at_keyword not in _HARMLESS:
            raise _too_much(f"@{node.lower_at_keyword}")
        if node.type == "qualified-rule":
            declared = _declared(tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True))
            rules += [_rule(selector, declared) for selector in _split(node.prelude)]
        if len(rules) > MOST_RULES:
            raise Fault("figure-too-large", "the drawing's style sheet has too many rules.",
                        "Simplify the drawing, or save it as a PNG.")
    return rules


def _split(prelude: list[tinycss2.ast.Node]) -> list[list[tinycss2.ast.Node]]:
    found: list[list[tinycss2.ast.Node]] = [[]]
    for token in prelude:
        if token == ",":
            found.append([])
        elif token.type != "comment":
            found[-1].append(token)
    return found


def _rule(selector: list[tinycss2.ast.Node], declared: tuple[tuple[str, str, bool], ...]) -> Rule:
    text = tinycss2.serialize(selector).strip()
    tokens = [token for token in selector if token.type != "whitespace"]
    inside = len(tinycss2.serialize(tokens)) == len(text)  # no space in between, which would mean "somewhere below"
    tag, ids, classes, dot = "", set(), set(), False
    for number, token in enumerate(tokens):
        if dot and token.type == "ident":
            classes.add(token.value)
            dot = False
        elif token.type == "hash" and not dot:
            ids.add(token.value)
        elif token.type == "ident" and number == 0:
            tag = token.value
        elif token == "." and not dot:
            dot = True
        elif not (token == "*" and number == 0):
            raise _too_much(text)
    if dot or not tokens or not inside:
        raise _too_much(text)
    return Rule(tag, frozenset(ids), frozenset(classes), declared)


def _too_much(what: str) -> Fault:
    return Fault("unknown-figure", f"the drawing's style sheet holds '{what[:40]}', which is not read here.",
                 'In Illustrator, export with "Styling: Presentation Attributes"; in Inkscape, save as "Plain SVG".')


def cascaded(rules: list[Rule], tag: str, attributes: Mapping[str, str], known: Collection[str]) -> dict[str, str]:
    """Return the `known` properties of an element, the heavier declarations winning (CSS Cascade 4, 6.1)."""
    found = {name: value.strip() for name, value in attributes.items() if name in known and value.strip()}
    styled = declarations(attributes["style"]) if "style" in attributes else ()
    own, classes = attributes.get("id", ""), attributes.get("class", "").split()
    fitting = sorted((rule for rule in rules if rule.fits(tag, own, classes)), key=lambda rule: rule.weight)
    everything = [declared for rule in fitting for declared in rule.declared] + [*styled]
    for important in (False, True):
        for name, value, heavy in everything:
            if name in known and heavy == important and not (name in found and _is_foreign(value)):
                found[name] = value
    return found


_FOREIGN = ("color(", "color-mix(", "lab(", "lch(", "oklab(", "oklch(", "light-dark(", "var(")


def _is_foreign(value: str) -> bool:
    """Tell whether this is a colour that is not read here; Figma writes such a colour after an ordinary one."""
    return value.lower().startswith(_FOREIGN) and colour(value) is None


@functools.lru_cache(maxsize=1_000)
def colour(written: str) -> Paint | None:
    """Return a colour in sRGB, or None for what is not a colour."""
    plain = written.partition("icc-color(")[0].strip() or written
    found = color4.parse_color(_on_paper(plain))
    if found is None or found == "currentcolor":
        return None
    try:
        red, green, blue, opaque = found.to("srgb")
    except (NotImplementedError, TypeError, ValueError):
        return None
    return _part(red), _part(green), _part(blue), _part(opaque)


def _on_paper(written: str) -> str:
    """Return the colour that a choice amounts to on white paper: `light-dark(#fff, #000)`, `var(--ink, #123)`."""
    [*nodes] = tinycss2.parse_component_value_list(written, skip_comments=True)
    if len(nodes) != 1 or nodes[0].type != "function" or nodes[0].lower_name not in ("light-dark", "var"):
        return written
    first, *rest = _split(nodes[0].arguments)
    chosen = first if nodes[0].lower_name == "light-dark" else [node for part in rest for node in part]
    return _on_paper(tinycss2.serialize(chosen).strip()) if chosen else written


def _part(value: float | None) -> float:
    return min(max(value or 0.0, 0.0), 1.0)
