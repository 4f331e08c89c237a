"""The story on its pages: whatever margins, type and words, each part fits and nothing innocent is blamed."""

from __future__ import annotations

import copy
import functools
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
import topics
from small import KIND, Scalar, add, edition, paragraph, run

from builder import locale, reader, source, style
from builder.context import Context
from builder.formats import factsheet, handout
from builder.layout.box import Box
from builder.layout.column import Column, Entry, fits
from builder.layout.columns import Columns, Side
from builder.layout.edition import Edition, Flowable
from builder.layout.grid import Grid
from builder.layout.lay import lay
from builder.layout.layout import PAPERS
from builder.layout.marks import Figure
from builder.layout.pages import flow
from builder.model import BlockBase, Clinic, Document, Paragraph, Section, Text, Words
from builder.problems import ContentError, Problem
from builder.structure import Element
from builder.style import GRAIN, FormatStyle, Style
from builder.text.block import TextBlock

CONTENT = Path(__file__).parents[2] / "content"
COMPOSE = {"factsheet": factsheet.compose, "handout": handout.compose}
WORDS = "the spleen filters blood and stores cells that fight infection under your left ribs".split()
STYLES = ("plain", "warm", "contrast")


# --- Random settings --------------------------------------------------------------------------------------------------


@functools.cache
def alps() -> tuple[Document, Clinic, Context]:
    """Return the topic that uses nearly everything, the clinic that goes with it, and what they are printed with."""
    folder = CONTENT / "alps"
    references = reader.references(source.load(folder / "references.yaml", "references.yaml"))
    document = reader.document(source.load(folder / "en.yaml", "en.yaml"), references)
    clinic = reader.clinic(source.load(CONTENT / "clinics" / "riverbank.yaml", "riverbank.yaml"))
    context = Context(
        style=style.load("plain", topics.STYLES), paper="a4", locale=locale.load("en"), clinic=None, profile="base",
        today=document.governance.updated, references=references, folder=folder,
        clinic_folder=CONTENT / "clinics", root=CONTENT,
    )  # fmt: skip
    return document, clinic, context


def setting(seed: int) -> Edition:
    """Return an edition with a style and a topic that are drawn by lot."""
    lot = random.Random(seed)
    document, clinic, context = alps()
    if lot.random() < 0.3:
        document, context = topics.document(), replace(topics.context(), paper="a4")
    format = lot.choice(list(COMPOSE))
    context = replace(
        context, style=_style(lot, style.load(lot.choice(STYLES), topics.STYLES)), paper=lot.choice(list(PAPERS)),
        clinic=lot.choice([None, clinic if context.folder != topics.FOLDER else topics.clinic()]),
    )  # fmt: skip
    sheet = COMPOSE[format](_topic(lot, document), context)  # whatever its links lead to
    return lay(sheet, context.style, context.paper)


def _style(lot: random.Random, made: Style) -> Style:
    factor = lot.choice([1.0, 1.0, lot.uniform(0.91, 1.0)])
    return replace(style.tightened(made, factor), formats={
        name: FormatStyle(
            {**part.page, "top": lot.uniform(36, 160), "bottom": lot.uniform(36, 160),
             "text": part.page["text"] - lot.choice([0.0, lot.uniform(0, 60)])},
            {role: replace(kind, leading=kind.leading * lot.uniform(1.0, 1.25)) for role, kind in part.type.items()},
            {use: space * lot.uniform(0.7, 1.6) for use, space in part.space.items()},
        )
        for name, part in style.tightened(made, factor).formats.items()
    })  # fmt: skip


Node = TypeVar("Node")


def _with(node: Node, **changes: Any) -> Node:
    """Return a copy of a node of the model, which is read from YAML only."""
    made = copy.copy(node)
    for name, value in changes.items():
        object.__setattr__(made, name, value)
    return made


def _topic(lot: random.Random, document: Document) -> Document:
    sections = [_section(lot, section) for section in document.sections if lot.random() < 0.8]
    return _with(
        document, sections=tuple(sections or document.sections[:1]),
        glossary=document.glossary[: lot.randrange(len(document.glossary) + 1)],
        support=document.support[: lot.randrange(len(document.support) + 1)],
        at_a_glance=document.at_a_glance[: lot.randrange(len(document.at_a_glance) + 1)],
        main_message=_words(lot, document.main_message, 60),
    )  # fmt: skip


def _section(lot: random.Random, section: Section) -> Section:
    blocks: list[BlockBase] = [block for block in section.blocks if lot.random() < 0.9]
    blocks = [_with(block, paragraph=_words(lot, block.paragraph, 200)) if isinstance(block, Paragraph)
              and lot.random() < 0.5 else block for block in blocks]
    return _with(section, blocks=tuple(blocks or section.blocks[:1]))


def _words(lot: random.Random, text: Text, most: int) -> Text:
    words = " ".join(lot.choice(WORDS) for _ in range(lot.randint(1, most)))
    return Text((Words(words),), text.place)


def check(made: Edition) -> int:
    """Flow an edition over its pages, and return how many they are."""
    parts = flow(made)
    for frame, part in parts:
        height = part.height(frame.width)
        assert 0 < height <= frame.height
        assert fits(part, frame.width, frame.height)
        assert (height / GRAIN).is_integer()
    return len(parts)


@pytest.mark.parametrize("seed", range(100))
@pytest.mark.slow
def test_every_part_fits_its_page_and_nothing_is_refused(seed: int) -> None:
    """The shapes of the topics are of all kinds, so that a longer run with other seeds finds no more than this one."""
    assert check(setting(seed)) < 25


# --- What truly cannot fit --------------------------------------------------------------------------------------------


FILE = Scalar("figures/high.png")


def picture(root: Element, shape: float) -> Figure:
    own = add(root, "Figure", alternate="A picture", place=FILE)
    return Figure(own, shape, lambda *place: None)


def _tall(root: Element) -> Iterator[tuple[str, Flowable]]:
    """Yield stories with a picture of 20 times its width somewhere inside, after other words."""
    words = [paragraph(root, f"Words {number}.") for number in range(3)]
    row = [[Column([paragraph(root, "A cell")]), Column([picture(root, 40.0)])]]
    yield "alone", picture(root, 40.0)
    yield "after words", Column([*words, picture(root, 40.0), *words])
    yield "below a heading", Column([paragraph(root, "A heading", keep_next=True), picture(root, 40.0)])
    yield "kept", Column([*words, Column([picture(root, 40.0), words[0]], keeps=True)])
    yield "in a box", Box(Column([picture(root, 40.0)]), padding=(4, 4), kind="call-out")
    yield "beside words", Side([words[0], picture(root, 40.0)], (1, 1), 10)
    yield "in an entry", Entry(None, Column([picture(root, 40.0)]), 15)
    yield "in columns", Columns([*words, picture(root, 40.0)], 2, 10)
    yield "in a table", Grid(None, row, padding=(4, 4), rule=KIND.colour)


@pytest.mark.parametrize("number", range(9))
def test_what_no_page_holds_is_told_at_the_very_block(number: int) -> None:
    root = Element("Document")
    story = list(_tall(root))[number][1]
    (found,) = refused(story, root)
    assert (found.rule, found.span) == ("does-not-fit", FILE.span())
    assert "picture" in found.message


def refused(story: Flowable, root: Element) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as error:
        flow(edition(root, [story]))
    return error.value.problems


def test_what_should_stay_together_is_parted_where_no_page_holds_it() -> None:
    """Each of these fits no page whole, and all of them are set."""
    root = Element("Document")
    lines = TextBlock([run("word\n" * 60, add(root, "P"))], KIND)
    long = [paragraph(root, "A heading", keep_next=True), Box(Column([lines]), padding=(4, 4), kind="call-out")]
    chain = [paragraph(root, f"Heading {number}", keep_next=True) for number in range(60)]
    header = [Column([TextBlock([run("word\n" * 22, add(root, "P"))], KIND)])]
    table = Grid(header, [[Column([TextBlock([run("word\n" * 25, add(root, "P"))], KIND)])]], padding=(4, 4),
                 rule=KIND.colour)
    for story in (long, [*chain, paragraph(root, "Words.")], [table]):
        assert check(edition(root, story)) >= 2


# --- Pictures in what is left of a page -------------------------------------------------------------------------------


@pytest.mark.parametrize(("lines", "labels", "sheets", "shown"), [
    (10, False, 1, 400.0),  # it fits
    (25, False, 1, 336.0),  # smaller: 742 - 25 lines of 16 - 8 of the caption and the space around it
    (29, False, 1, 272.0),
    (32, False, 2, 400.0),  # it would be much too small
    (25, True, 2, 400.0),  # the words in it would not fit
])  # fmt: skip
def test_a_picture_is_made_a_little_smaller_rather_than_leave_a_page_empty(
    lines: int, labels: bool, sheets: int, shown: float
) -> None:
    root = Element("Document")
    own = picture(root, 1.0)
    own.width = 400.0
    own.labels = (lambda *place: None) if labels else None
    words = TextBlock([run("word\n" * (lines - 1) + "word", add(root, "P"))], KIND)
    story = [words, Column([own], keeps=True, before=6.0)]
    parts = flow(edition(root, story))
    assert len(parts) == sheets
    children: Any = parts[-1][1]
    assert children.children[-1].children[0].height(495.0) == pytest.approx(shown, abs=0.2)
