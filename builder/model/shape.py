"""What the classes of the model hold: the keys that the YAML may have, and the nodes below them."""

from __future__ import annotations

from typing import Any, Iterator, NamedTuple, get_args

from builder.model.inline import Text
from builder.model.node import Node


def keys(kind: type[Any]) -> dict[str, Any]:
    """Return the annotation of each key that the YAML may have."""
    fields = kind.__pydantic_fields__.items()
    return {field.alias or name: field.annotation for name, field in fields if name != "place"}


def classes(annotation: Any) -> Iterator[type[Any]]:
    """Yield the classes in an annotation."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for part in get_args(annotation):
        yield from classes(part)


def nodes(annotation: Any) -> list[type[Node]]:
    """Return the classes of nodes in an annotation."""
    return [one for one in classes(annotation) if issubclass(one, Node)]


class Held(NamedTuple):
    """What a field holds: the classes of nodes, and whether it holds text."""

    nodes: tuple[type[Node], ...]
    text: bool


_HELD: dict[type[Any], dict[str, Held]] = {}


def held(kind: type[Any]) -> dict[str, Held]:
    """Return what each field of a class holds; worked out once, as every topic that is read asks for it."""
    if kind not in _HELD:
        found = {key: list(classes(annotation)) for key, annotation in keys(kind).items()}
        _HELD[kind] = {key: Held(tuple(one for one in own if issubclass(one, Node)), Text in own)
                       for key, own in found.items()}  # fmt: skip
    return _HELD[kind]


def below(kind: type[Node]) -> list[type[Node]]:
    """Return a class of nodes and those that stand anywhere below it, each once."""
    found = {kind: None}
    waiting = [kind]
    while waiting:
        own = [node for one in held(waiting.pop(0)).values() for node in one.nodes if node not in found]
        found.update(dict.fromkeys(own))
        waiting += dict.fromkeys(own)
    return list(found)
