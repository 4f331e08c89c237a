"""What every mapping of the YAML is, and what several of them share."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic.dataclasses import dataclass
from pydantic.json_schema import SkipJsonSchema

from builder.format import FORMATS
from builder.model.fields import Day, Id, Line, Marked

STRICT = ConfigDict(extra="forbid", defer_build=True, allow_inf_nan=False)
PLACE = "\0place"  # no YAML key can be this: control characters are refused


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Node:
    """A mapping of the YAML."""

    place: Annotated[SkipJsonSchema[Any], Field(alias=PLACE)] = field(default=None, compare=False, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _keep_place(cls, value: Any) -> Any:
        return {**value, PLACE: value} if isinstance(value, dict) else value


if TYPE_CHECKING:
    FormatName = str
else:
    FormatName = Literal[tuple(FORMATS)]
StatementKind = Literal["fact", "advice", "definition", "story", "safety"]
Certainty = Literal["high", "moderate", "low", "very-low"]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Waiver(Node):
    """Leave given to break a rule, with the reason, who gave it and until when."""

    rule: Line
    why: Line | None = None
    by: Line | None = None
    until: Day | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Named(Node):
    """A mapping with an `id` of its own, which waivers, reviews and translations refer to."""

    id: Id
    formats: tuple[FormatName, ...] = ()


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Item(Named):
    """An item of a list, a step, a question, a sign, a key point."""

    text: Marked
