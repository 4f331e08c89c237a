"""What the classes of the model hold: the keys that the YAML may have, and the nodes below them."""

from __future__ import annotations

from typing import Any, Iterator, get_args

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
