"""The blocks of a section; the content key of a block tells its type."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import Discriminator, Field, Tag
from pydantic.dataclasses import dataclass

from builder.model.fields import Line, Marked, Plain, Share
from builder.model.node import STRICT, Certainty, Item, Named, Node, StatementKind, Waiver


@dataclass(frozen=True, kw_only=True, config=STRICT)
class BlockBase(Named):
    kind: StatementKind = "fact"
    certainty: Certainty | None = None
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Paragraph(BlockBase):
    paragraph: Marked


@dataclass(frozen=True, kw_only=True, config=STRICT)
class ItemList(Node):
    lead_in: Marked | None = None
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class List(BlockBase):
    """A bulleted list."""

    list: ItemList


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Steps(BlockBase):
    """A numbered list, for things whose order matters."""

    steps: ItemList


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Questions(BlockBase):
    """Questions that the reader may ask; the handout rules lines below them."""

    questions: ItemList


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Row(Named):
    cells: Annotated[tuple[Marked, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class TableContent(Node):
    """A table whose first column names each row; `columns` are the header cells, as many as each row has cells."""

    caption: Marked | None = None
    columns: Annotated[tuple[Marked, ...], Field(min_length=1)]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Table(BlockBase):
    table: TableContent


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Label(Node):
    """Words in a figure: they start (or, with `align`, end or are centred) at the point `at`.

    `to` is the point that a leader line runs to. Points are in the units of the figure's viewBox, x to the right and y
    down.
    """

    at: tuple[float, float]
    text: Marked
    to: tuple[float, float] | None = None
    align: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True, kw_only=True, config=STRICT)
class FigureContent(Node):
    """A picture: an SVG without text, a PNG or a JPEG, by its path from the topic's folder."""

    file: Line
    alt: Plain
    caption: Marked | None = None
    source: Marked | None = None
    labels: tuple[Label, ...] = ()
    position: Literal["text", "side", "page"] = "text"
    """In the text column, beside it, or as wide as the page."""
    width: Share | None = None
    """How much of that width the picture takes; all of it where nothing is said."""


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Figure(BlockBase):
    figure: FigureContent


@dataclass(frozen=True, kw_only=True, config=STRICT)
class CallOutContent(Node):
    title: Marked | None = None
    text: Marked


@dataclass(frozen=True, kw_only=True, config=STRICT)
class CallOut(BlockBase):
    """A few words set apart in a box, because they must not be missed."""

    callout: CallOutContent


@dataclass(frozen=True, kw_only=True, config=STRICT)
class TreatmentOption(Named):
    """One choice of treatment; `none: true` marks the choice of no treatment."""

    name: Marked
    how_it_works: Marked
    benefits: Marked
    risks: Marked
    to_know: Marked | None = None
    none: bool = False
    certainty: Certainty | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class TreatmentContent(Node):
    lead_in: Marked | None = None
    options: Annotated[tuple[TreatmentOption, ...], Field(min_length=1)]
    single_option: bool = False


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Treatments(BlockBase):
    """Treatment options side by side, printed as a comparison table."""

    treatments: TreatmentContent


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Test(Named):
    name: Marked
    what_happens: Marked | None = None
    why: Marked
    result: Marked | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class TestContent(Node):
    lead_in: Marked | None = None
    items: Annotated[tuple[Test, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Tests(BlockBase):
    tests: TestContent


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Medicine(Named):
    """A medicine by its generic name; doses are never content, the handout has lines to write them on."""

    generic: Marked
    brands: tuple[Plain, ...] = ()
    what_for: Marked
    how_taken: Marked | None = None
    common_harms: Marked | None = None
    serious_harms: Marked | None = None
    do_not: Marked | None = None
    monitoring: Marked | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class MedicineContent(Node):
    lead_in: Marked | None = None
    items: Annotated[tuple[Medicine, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Medicines(BlockBase):
    """Medicines; in the handout a table with columns to write how much, when and until when."""

    medicines: MedicineContent


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Action(Named):
    """One thing the reader can do, how, and why it helps."""

    do: Marked
    how: Marked | None = None
    why: Marked | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class ActionContent(Node):
    lead_in: Marked | None = None
    items: Annotated[tuple[Action, ...], Field(min_length=1)]


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Actions(BlockBase):
    """What the reader can do; in the handout a tick list."""

    actions: ActionContent


@dataclass(frozen=True, kw_only=True, config=STRICT)
class UncertaintyContent(Node):
    """What is not known, or where sources disagree: the title, what each side says, and what the reader can do."""

    title: Marked
    text: Marked
    advice: Marked | None = None


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Uncertainty(BlockBase):
    uncertainty: UncertaintyContent


def _content(cls: type[BlockBase]) -> str:
    """Return the one key that a class of blocks has besides those of every block."""
    (own,) = [field.name for field in fields(cls) if field.name not in BlockBase.__dataclass_fields__]
    return own


BLOCKS: dict[str, type[BlockBase]] = {
    _content(cls): cls
    for cls in (
        Paragraph, List, Steps, Questions, Table, Figure, CallOut, Treatments, Tests, Medicines, Actions, Uncertainty
    )
}  # fmt: skip
"""The content key of a block, which tells its type."""


def _block_type(value: Any) -> str | None:
    if isinstance(value, BlockBase):
        return next(name for name, cls in BLOCKS.items() if isinstance(value, cls))
    found = [name for name in BLOCKS if isinstance(value, dict) and name in value]
    return found[0] if found else None


if TYPE_CHECKING:
    Block = BlockBase
else:
    Block = Annotated[
        Union[tuple(Annotated[cls, Tag(name)] for name, cls in BLOCKS.items())], Discriminator(_block_type)
    ]
