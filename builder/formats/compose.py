"""What the formats share: sections, blocks and the references as flowables, each with its structure elements."""

from __future__ import annotations

import math
import textwrap
from dataclasses import replace
from itertools import zip_longest
from typing import Any, Callable, Iterable, Iterator, Mapping, Sequence

from builder import markup, model
from builder.context import Context
from builder.drawings.drawing import Drawing
from builder.layout import figures, icons, pages
from builder.layout.edition import Flowable, Metadata
from builder.layout.flowables import (
    Artwork,
    Box,
    Column,
    Entry,
    Figure,
    Grid,
    Side,
    TickBox,
    WritingLines,
    WritingSpace,
)
from builder.layout.inline import Inlines, words_of
from builder.model import Document, Named, Text
from builder.problems import ContentError, Place, Problem
from builder.references import nlm
from builder.structure import Element
from builder.style import MILLIMETRE, Type
from builder.text.block import TextBlock
from builder.text.lines import Run, Target

ENTRY_WORDS = {"pmid": "PMID: ", "pmcid": "PMCID: "}
LONGEST_ADDRESS = 26
"""An address of more letters is printed as its host alone; the link leads to the whole."""
INDENT = 15.0
LONGEST_TITLE = 90
"""The letters of a title in the running footer, which has two lines."""
LOGO = (60 * MILLIMETRE, 14 * MILLIMETRE)
"""Width and height of a logo at the most."""
LEAST_HEADING = 1.1
"""How much larger a heading is than running text at the least."""
GAP = 3.0
"""Between the words of a label and its line, in points."""
CELL = (6.0, 5.0)
"""The padding of table cells, across and down, in points."""


Words = Text | str
Cell = Sequence[Words | tuple[Words, ...]]
"""Paragraphs one below the other; several texts in a tuple are one paragraph."""
Rows = Sequence[Sequence[Cell]]


class Composer:
    """Composes the parts of one edition."""

    def __init__(self, document: Document, context: Context, format: str) -> None:
        self.document, self.context, self.format = document, context, format
        self.inlines = Inlines(document, context, format)
        self.style = context.style.formats[format]
        self.colours, self.types, self.space = context.style.colours, self.style.type, self.style.space
        self.say = context.locale.say
        self.root = Element("Document", language=document.language)
        self.figures = 0
        self.drawings: dict[str, Drawing] = {}

    def printed(self, node: Named) -> bool:
        """Return whether a node belongs to this format."""
        return not node.formats or self.format in node.formats

    # --- Text

    def text(self, text: Text | str, role: str, element: Element, **options: Any) -> TextBlock:
        return self.inlines.block(text, role, element, **options)

    def paragraph(self, text: Text | str, element: Element, role: str = "body", **options: Any) -> TextBlock:
        """Return a paragraph in its own element, no wider than the text column unless it says so."""
        options.setdefault("widest", self.style.page["text"])
        options.setdefault("after", self.space["paragraph"])
        return self.text(text, role, element.add("P"), **options)

    def heading(
        self,
        text: Text | str,
        element: Element,
        level: int = 2,
        role: str = "heading",
        room: float | None = None,
        within: str = "",
        **options: Any,
    ) -> TextBlock:
        """Return a heading with its bookmark; it stays with what follows.

        `within` names words of the locale that the text is put into. A heading with a word wider than its `room` is
        set in smaller type, so that the word stays whole.
        """
        words = text if isinstance(text, str) else words_of(self.context.locale, text)
        if within:
            words = self.say(within, title=words)
        options.setdefault("before", self.space["section"])
        options.setdefault("after", self.space["heading"])
        own = element.add(f"H{level}")
        kind = self.types[role]
        runs = self.inlines.said(within, kind, own, title=[text]) if within else self.inlines.runs(text, kind, own)
        block = self._block(runs, role, keep_next=True, balances=True, bookmark=(own, level, words), **options)
        block.kind = self._narrowed(kind, block.narrowest(), self.style.page["text"] if room is None else room)
        return block

    def _narrowed(self, kind: Type, wide: float, room: float) -> Type:
        """Return the type of a heading whose longest word is `wide`: it fits, but is larger than running text."""
        least = min(kind.size, self.types["body"].size * LEAST_HEADING)
        size = max(kind.size * min(1.0, room / wide if wide else 1.0), least)
        return kind if size == kind.size else replace(kind, size=size, leading=kind.leading * size / kind.size)

    # --- Lists

    def bullets(
        self,
        items: Sequence[model.Item],
        element: Element,
        role: str = "body",
        label: str = "•",
        numbering: str = "Disc",
        colour: str = "accent",
        indent: float = INDENT,
        **options: Any,
    ) -> list[Entry]:
        """Return the entries of a list; `label` is a mark or, with numbering Decimal, a number for each."""
        listed = element.add("L", numbering=numbering)
        return [
            self.entry(
                listed,
                label if numbering != "Decimal" else f"{number}.",
                item.text,
                role,
                colour,
                indent,
                block=item.id,
                anchor=item.id,
                **options,
            )
            for number, item in enumerate(filter(self.printed, items), 1)
        ]

    def entry(
        self,
        listed: Element,
        label: str,
        text: Text,
        role: str,
        colour: str = "accent",
        indent: float = INDENT,
        **options: Any,
    ) -> Entry:
        element = listed.add("LI")
        kind = self.types[role]
        mark = Run(label, self.inlines.look(kind, "bold", self.colours[colour]), element.add("Lbl").content())
        body = self.text(text, role, element.add("LBody"), **options)
        return Entry(
            TextBlock([mark], kind, role="label", language=self.context.locale.tag),
            body,
            indent,
            after=self.space["item"],
        )

    def ticks(self, actions: Sequence[model.Action], element: Element) -> list[Entry]:
        """Return a list to tick off of what to do."""
        listed = element.add("L", numbering="None")
        kind = self.types["body"]
        found = []
        for action in actions:
            own = listed.add("LI")
            label = own.add("Lbl", actual=self.say("tick_box"))
            box = TickBox(label.content(), kind.leading, self.colours["accent"])
            body = own.add("LBody")
            text = self.text(action.do, "body", body, block=action.id, anchor=action.id)
            found.append(Entry(box, text, 8 * MILLIMETRE, after=self.space["item"] + 2))
        found[-1].after = self.space["paragraph"]
        return found

    def _block(self, runs: Sequence[Run], role: str, **options: Any) -> TextBlock:
        return TextBlock(runs, self.types[role], role=role, language=self.context.locale.tag, **options)

    # --- Blocks

    def block(self, block: model.BlockBase, element: Element) -> list[Flowable]:
        """Return the flowables of a block."""
        found = self.flowables_of(block, element)
        if found and isinstance(found[0], (TextBlock, Entry)) and not found[0].anchor:
            found[0].anchor = block.id
        return found

    def flowables_of(self, block: model.BlockBase, element: Element) -> list[Flowable]:
        """Return the flowables of a block as this format has them."""
        found: list[Flowable] = _BLOCKS[type(block)](self, block, element)
        return found

    def sections(self) -> Iterator[tuple[model.Section, list[model.BlockBase]]]:
        """Yield the sections with the blocks that are printed; a section without any is left out.

        Raises ContentError with what is wrong with any of their figures.
        """
        sections: list[tuple[model.Section, list[model.BlockBase]]] = [
            (section, [block for block in section.blocks if self.printed(block)])
            for section in filter(self.printed, self.document.sections)
        ]
        self._read_figures(block for _, blocks in sections for block in blocks)
        for section, blocks in sections:
            if blocks:
                yield section, blocks

    def _read_figures(self, blocks: Iterable[model.BlockBase]) -> None:
        found: list[Problem] = []
        for content in [block.figure for block in blocks if isinstance(block, model.Figure)]:
            try:
                self.drawings[content.file] = figures.read(
                    content.file, self.context.folder, self.context.root, content.place and content.place["file"])
            except ContentError as error:
                found += error.problems
        if found:
            raise ContentError(found)

    def _paragraph(self, block: model.Paragraph, element: Element) -> list[Flowable]:
        return [self.paragraph(block.paragraph, element, block=block.id)]

    def _item_list(
        self, content: model.ItemList, block: model.BlockBase, element: Element, **options: Any
    ) -> list[Flowable]:
        if not any(map(self.printed, content.items)):
            return []
        found = self._led(content.lead_in, element)
        entries = self.bullets(content.items, element, widest=self.style.page["text"] - INDENT, **options)
        entries[-1].after = self.space["paragraph"]
        entries[0].keep_next = len(entries) > 1
        return [*found, *entries]

    def _list(self, block: model.List, element: Element) -> list[Flowable]:
        return self._item_list(block.list, block, element)

    def _steps(self, block: model.Steps, element: Element) -> list[Flowable]:
        return self._item_list(block.steps, block, element, numbering="Decimal", indent=20.0)

    def _questions(self, block: model.Questions, element: Element) -> list[Flowable]:
        return self._item_list(block.questions, block, element, label="?")

    def _actions(self, block: model.Actions, element: Element) -> list[Flowable]:
        actions = list(filter(self.printed, block.actions.items))
        if not actions:
            return []
        found = self._led(block.actions.lead_in, element)
        listed = element.add("L", numbering="Disc")
        kind = self.types["body"]
        for action in actions:
            own = listed.add("LI")
            mark = self.inlines.runs("•", kind, own.add("Lbl"), self.colours["accent"])
            body = own.add("LBody")
            runs = self.inlines.runs(action.do, kind, body)
            runs = [run._replace(look=self.inlines.look(kind, "semibold")) if not run.glued else run for run in runs]
            for more in (action.how, action.why):
                if more:
                    runs += [*self.inlines.runs(" ", kind, body), *self.inlines.runs(more, kind, body)]
            found.append(
                Entry(
                    TextBlock(mark, kind, role="label", language=self.context.locale.tag),
                    self._block(
                        runs, "body", widest=self.style.page["text"] - INDENT, block=action.id, anchor=action.id
                    ),
                    INDENT,
                    after=self.space["item"],
                )
            )
        return found

    def _call_out(self, block: model.CallOut, element: Element) -> list[Flowable]:
        content = block.callout
        return [self.boxed(content.title, [content.text], element, block.id, self.colours["accent"])]

    def _uncertainty(self, block: model.Uncertainty, element: Element) -> list[Flowable]:
        content = block.uncertainty
        texts = [content.text, *([content.advice] if content.advice else [])]
        return [self.boxed(content.title, texts, element, block.id, self.colours["rule"], plain=True)]

    def boxed(
        self,
        title: Text | str | None,
        texts: Sequence[Text],
        element: Element,
        block: str,
        bar: Any,
        plain: bool = False,
    ) -> Box:
        """Return a call-out: a title that runs into the first text, in a box with a bar at its start."""
        div = element.add("Div")
        parts: list[Flowable] = []
        for number, text in enumerate(texts):
            if number == 0 and title:
                parts.append(self.inlines.lead(title, [text], "box", div.add("P"), block=block))
            else:
                parts.append(self.text(text, "box", div.add("P"), before=4, block=block))
        return Box(
            Column(parts),
            padding=(self.space["box"], self.space["box"] * 0.8),
            kind="call-out",
            bar=5,
            bar_fill=bar,
            fill=None if plain else self.colours["tint"],
            stroke=bar if plain else None,
            before=self.space["paragraph"] + 2,
            after=self.space["paragraph"] + 4,
            block=block,
        )

    def address(self, url: str, element: Element, role: str, shown: str = "", place: Place | None = None) -> TextBlock:
        """Return a web address, which stands at `place`, as a link; what a person can type of it is printed."""
        words = shown or _typable(url)
        link = element.add("P").add("Link")
        look = self.inlines.look(self.types[role], colour=self.colours["link"], underlined=True)
        start = max(str(place).find(words), 0)
        return self._block([Run(words, look, link.content(), self.inlines.target(link, url, words), place=place,
                                start=start)], role)

    def field(self, label: str, element: Element, role: str = "side_heading") -> Column:
        """Return a label with a line to write on."""
        line = element.add("P", actual=self.say("space_to_write"))
        heading = Element("P")
        element.children.insert(-1, heading)
        return Column(
            [self.text(label, role, heading), WritingLines(line.content(), 1, self.colours["rule"], 9 * MILLIMETRE)],
            keeps=True,
        )

    # --- Tables

    def grid(
        self,
        header: Sequence[Text | str],
        rows: Rows,
        element: Element,
        block: str,
        caption: Text | None = None,
        ids: Sequence[str] = (),
        **options: Any,
    ) -> list[Flowable]:
        """Return a table whose first column names the rows, which links can lead to by `ids`."""
        if not rows:
            return []
        table = element.add("Table")
        found: list[Flowable] = []
        if caption:
            found.append(
                self.text(
                    caption,
                    "subheading",
                    table.add("Caption"),
                    keep_next=True,
                    before=self.space["paragraph"],
                    after=self.space["heading"],
                )
            )
        head = table.add("THead").add("TR")
        cells = [
            Column([self.text(words, "table_heading", head.add("TH", scope="Column"), block=block)]) for words in header
        ]
        body = table.add("TBody")
        grid = Grid(
            cells,
            [self._row(row, body, block, name) for row, name in zip_longest(rows, ids, fillvalue="")],
            padding=CELL,
            rule=self.colours["hairline"],
            before=self.space["heading"],
            after=self.space["paragraph"] + 4,
            block=block,
            **{**self.table_look(), **options},
        )
        return [*found, grid]

    def table_look(self) -> dict[str, Any]:
        return {"fill": self.colours["heading"], "stripe": self.colours["stripe"]}

    def _row(self, row: Sequence[Cell], body: Element, block: str, name: str) -> list[Column]:
        tr = body.add("TR")
        first = self._cell(row[0], tr.add("TH", scope="Row"), True, block, name)
        return [first, *(self._cell(texts, tr.add("TD"), False, block) for texts in row[1:])]

    def _cell(self, texts: Cell, element: Element, names: bool, block: str, anchor: str = "") -> Column:
        if not texts:
            element.actual = self.say("space_to_write")
            return Column([WritingSpace(element.content(), self.types["table"].leading)])
        found: list[Flowable] = []
        kind = self.types["table"]
        for number, text in enumerate(texts):
            own = element.add("P") if len(texts) > 1 else element
            if isinstance(text, tuple):
                runs = self.inlines.all_runs(text, kind, own)
                found.append(self._block(runs, "table", before=2, block=block))
            elif names and number == 0:
                bold = type(kind)(kind.size, kind.leading, "bold", self.colours["heading"])
                found.append(self.text(text, "table", own, kind=bold, block=block, anchor=anchor))
            else:
                found.append(self.text(text, "table", own, before=2, block=block))
        return Column(found)

    def _table(self, block: model.Table, element: Element) -> list[Flowable]:
        content = block.table
        rows = list(filter(self.printed, content.rows))
        cells = [[[cell] for cell in row.cells] for row in rows]
        return self.grid(content.columns, cells, element, block.id, content.caption, [row.id for row in rows])

    def _treatments(self, block: model.Treatments, element: Element) -> list[Flowable]:
        content = block.treatments
        options = [option for option in content.options if self.printed(option)]
        known = any(option.to_know for option in options)
        header = [self.say(key) for key in ("treatment", "benefits", "risks", *(("to_know",) if known else ()))]
        rows = [
            [
                [option.name, option.how_it_works],
                [option.benefits],
                [option.risks],
                *([[option.to_know] if option.to_know else ["–"]] if known else []),
            ]
            for option in options
        ]
        return self._table_of(options, content.lead_in, header, rows, element, block.id)

    def _table_of(
        self,
        named: Sequence[Named],
        lead_in: Text | None,
        header: Sequence[Words],
        rows: Rows,
        element: Element,
        block: str,
        **options: Any,
    ) -> list[Flowable]:
        """Return a table with what leads to it, or nothing where nothing that it names is printed here."""
        if not named:
            return []
        led = self._led(lead_in, element)
        return [*led, *self.grid(header, rows, element, block, ids=[one.id for one in named], **options)]

    def _led(self, lead_in: Text | None, element: Element) -> list[Flowable]:
        if not lead_in:
            return []
        return [self.paragraph(lead_in, element, keep_next=True, after=self.space["item"])]

    def _tests(self, block: model.Tests, element: Element) -> list[Flowable]:
        content = block.tests
        tests = [test for test in content.items if self.printed(test)]
        fields = ["why", *(name for name in ("what_happens", "result") if any(getattr(test, name) for test in tests))]
        header = [self.say("test"), *(self.say(name) for name in fields)]
        rows: Rows = [[[test.name], *([getattr(test, name) or "–"] for name in fields)] for test in tests]
        return self._table_of(tests, content.lead_in, header, rows, element, block.id)

    def _medicines(self, block: model.Medicines, element: Element) -> list[Flowable]:
        content = block.medicines
        medicines = [medicine for medicine in content.items if self.printed(medicine)]
        header = [self.say(key) for key in ("medicine", "what_for", "harms", "checks")]
        rows: Rows = [
            [
                [medicine.generic, *medicine.brands],
                [medicine.what_for, *_some(medicine.how_taken)],
                [
                    *_some(medicine.common_harms),
                    *_joined(self.say("serious_harms"), medicine.serious_harms),
                    *_some(medicine.do_not),
                ]
                or ["–"],
                _some(medicine.monitoring) or ["–"],
            ]
            for medicine in medicines
        ]
        return self._table_of(medicines, content.lead_in, header, rows, element, block.id)

    # --- Figures

    def _figure(self, block: model.Figure, element: Element) -> list[Flowable]:
        content = block.figure
        place = content.place["file"] if content.place else None
        drawing = self.drawings[content.file]
        self.figures += 1
        div = element.add("Div")
        own = div.add("Figure", alternate=markup.plain(content.alt))
        width = self.figure_width(content)
        labels = self._labels(content, drawing, own)  # before the caption, as they are read
        words: list[TextBlock] = []
        if content.caption:
            caption = self.inlines.lead(
                self.say("figure", number=self.figures),
                [content.caption],
                "side",
                div.add("Caption"),
                widest=width,
                after=2,
                block=block.id,
            )
            words.append(caption)
        if content.source:
            words.append(self.text(content.source, "side", div.add("P"), widest=width))
        room = self._room()
        room = max(room - Column(words).height(width), room / 3)  # a caption longer than that goes on overleaf
        picture = Figure(
            own,
            own.content(),
            drawing.shape,
            drawing.paint,
            width=min(width * (content.width or 100) / 100, room / drawing.shape),
            block=block.id,
            place=place,
            labels=labels,
            before=self.space["paragraph"],
            after=5,
        )
        picture.keep_next = bool(content.caption)
        return [Column([picture, *words], keeps=True, before=self.space["paragraph"],
                       after=self.space["paragraph"] + 4)]

    def _room(self) -> float:
        """Return how high a picture may be, so that its heading, of two lines at most, stays with it on a page."""
        page, line = self.style.page, self.types["furniture"].leading
        paper = pages.PAPERS[self.context.paper][1] - page["top"] - page["bottom"]
        furniture = 3 * line + pages.HEADER_GAP + pages.FOOTER_GAP
        heading = 2 * self.types["heading"].leading + self.space["heading"] + self.space["paragraph"]
        return paper - furniture - heading - 5

    def logo(self, element: Element) -> Figure | None:
        """Return the clinic's logo in an element of its own, if there is one: of one height, unless it is very wide."""
        clinic = self.context.clinic
        if not clinic or not clinic.logo:
            return None
        place = clinic.logo.place["file"] if clinic.logo.place else None
        drawing = figures.read(clinic.logo.file, self.context.clinic_folder, self.context.root, place)
        own = element.add("Figure", alternate=markup.plain(clinic.logo.alt))
        width = min(LOGO[0], LOGO[1] / drawing.shape)
        return Figure(own, own.content(), drawing.shape, drawing.paint, width=width, kind="logo")

    def figure_width(self, content: model.FigureContent) -> float:
        page = self.style.page
        side = max(page["side"], page["text"] / 3)  # the handout's side column is a mere margin
        return {"text": page["text"], "side": side, "page": page["text"] + page["gutter"] + page["side"]}[
            content.position
        ]

    def _labels(
        self, content: model.FigureContent, drawing: Drawing, element: Element
    ) -> Callable[[Any, float, float, float], None] | None:
        if not content.labels:
            return None
        kind = self.types["label"]
        blocks = [(label, self.label(label, element)) for label in content.labels]

        def paint(canvas: Any, x: float, top: float, width: float) -> None:
            scale = width / drawing.size[0]

            def at(point: tuple[float, float]) -> tuple[float, float]:
                return x + (point[0] - drawing.origin[0]) * scale, top - (point[1] - drawing.origin[1]) * scale

            for label, block in blocks:
                wide = block.natural_width() + 1
                left, middle = at(label.at)
                left -= {"start": 0.0, "middle": wide / 2, "end": wide}[label.align]
                if label.to:
                    _leader(canvas, self.colours["ink"], (left, middle, wide, kind.leading), at(label.to))
                block.draw(canvas, left, middle + kind.leading / 2, wide)

        return paint

    def label(self, label: model.Label, element: Element) -> TextBlock:
        """Return a label of a figure; it ends in a space, so that it is not read as one word with the next."""
        kind = self.types["label"]
        runs = [*self.inlines.runs(label.text, kind, element), *self.inlines.runs(" ", kind, element)]
        block = self._block(runs, "label", align=label.align)
        block.trails = True
        return block

    # --- References

    def references(self, element: Element, role: str = "small", indent: float = 20.0) -> list[Column]:
        """Return the numbered entries of the works cited so far, each with a link back, and each in one piece."""
        listed = element.add("L", numbering="Decimal")
        found = []
        for number, key in enumerate(self.inlines.numbering.keys, 1):
            own = listed.add("LI")
            kind = self.types[role]
            link = own.add("Lbl").add("Link")
            back = Target(link, self.say("back_link", number=number), anchor=self.inlines.back(number))
            look = self.inlines.look(kind, "bold", self.colours["link"])
            label = TextBlock(
                [Run(str(number), look, link.content(), back)], kind, role="small", language=self.context.locale.tag
            )
            body = own.add("LBody").add("BibEntry")
            entry = Entry(label, self._block(self._entry(key, body, role), role, anchor=f"ref-{number}"), indent)
            found.append(Column([entry], keeps=True, after=1.5))
        return found

    def _entry(self, key: str, element: Element, role: str) -> list[Run]:
        kind = self.types[role]
        look = self.inlines.look(kind)
        linked = look._replace(colour=self.colours["link"])
        runs = []
        reference = self.context.references[key]
        for part in _found_by(reference):
            if part.url:
                link = element.add("Link")
                target = self.inlines.target(link, part.url, part.text)
                runs.append(Run(part.text, linked, link.content(), target, kept=part.keep, place=reference.title.place))
            else:
                runs.append(Run(part.text, look, element.content(), kept=part.keep, place=reference.title.place))
        return runs

    # --- When to get help

    def tiers(self) -> list[tuple[str, model.HelpTier, Any, dict[str, Any]]]:
        """Return the three tiers of help, most urgent first, with icon and look."""
        colours = self.colours
        help_ = self.document.get_help
        return [
            (
                "emergency",
                help_.emergency,
                icons.emergency(colours["on_emergency"], colours["emergency"]),
                {"stroke": colours["emergency"], "head_fill": colours["emergency"], "line": 2.0},
            ),
            (
                "urgent",
                help_.urgent,
                icons.urgent(colours["urgent_words"]),
                {"stroke": colours["urgent"], "head_fill": colours["urgent_tint"], "line": 1.0},
            ),
            (
                "routine",
                help_.routine,
                icons.routine(colours["routine"]),
                {"stroke": colours["routine"], "line": 1.0, "dash": (4, 2.5)},
            ),
        ]

    def tier_heading(self, name: str, paint: Any, element: Element, colour: Any, level: int = 3) -> Side:
        """Return the icon and name of a tier."""
        kind = self.types["tier_heading"]
        own = type(kind)(kind.size, kind.leading, kind.weight, colour)
        size = kind.leading
        heading = self.text(self.say(name), "tier_heading", element.add(f"H{level}"), kind=own)
        return Entry(Artwork(paint, (size, size)), heading, size + 7)  # type: ignore[return-value]

    # --- The document

    def metadata(self, title: str) -> Metadata:
        document, governance = self.document, self.document.governance
        codes = tuple((name, code) for name in _CODES for code in getattr(document.codes, name))
        keywords = [
            words_of(self.context.locale, document.title),
            *(markup.plain(one.name) for one in document.synonyms),
            *(f"{_CODES[n]} {c}" for n, c in codes),
        ]
        return Metadata(
            title=title,
            language=document.language,
            authors=tuple(markup.plain(person.name) for person in governance.authors)
            or (markup.plain(governance.publisher.name),),
            subject=markup.plain(document.purpose, values=self.context.locale.neutral),
            keywords=tuple(keywords),
            created=governance.published,
            modified=governance.updated,
            version=governance.version,
            status=governance.status,
            identifier=f"{document.topic}-{self.format}-{document.language}",
            codes=tuple((_CODES[name], code) for name, code in codes),
        )

    def footer(self, title: str) -> str:
        """Return the running footer: title, version, state of review, and when the next one is due."""
        governance = self.document.governance
        status = self.say(governance.status)
        title = textwrap.shorten(title, LONGEST_TITLE, placeholder="…")
        return self.say(
            "footer",
            title=title,
            version=governance.version,
            status=status[0].lower() + status[1:],
            date=self.context.locale.month_of(governance.next_review),
        )


_CODES = {
    "orpha": "ORPHA",
    "omim": "OMIM",
    "mondo": "MONDO",
    "icd10": "ICD-10",
    "icd10cm": "ICD-10-CM",
    "icd11": "ICD-11",
    "snomed": "SNOMED CT",
    "gard": "GARD",
    "mesh": "MeSH",
}


def _typable(url: str) -> str:
    words = url.removeprefix("mailto:").rpartition("://")[2].removesuffix("/").removeprefix("www.")
    return words if len(words) <= LONGEST_ADDRESS else words.partition("/")[0]


def _found_by(reference: model.Reference) -> Iterator[nlm.Part]:
    """Yield the entry without its PMCID where DOI and PMID lead to it already: paper has no room for three."""
    runs = list(nlm.entry(reference, ENTRY_WORDS))
    short = bool(reference.DOI and reference.PMID)
    for number, run in enumerate(runs):
        if not short or not (run.text.startswith("PMCID") or run.text == "; " and runs[number + 1].text[:5] == "PMCID"):
            yield run


def _some(*texts: Text | None) -> list[Words]:
    return [text for text in texts if text]


def _joined(words: str, text: Text | None) -> list[tuple[Words, ...]]:
    """Return a text in one paragraph with the words that lead to it."""
    return [(f"{words} ", text)] if text else []


def _leader(canvas: Any, colour: Any, label: tuple[float, float, float, float], end: tuple[float, float]) -> None:
    """Draw a line from the nearest edge of a label (left, middle, width, height) to `end`, with a gap at the words."""
    left, middle, wide, high = label
    if left - GAP <= end[0] <= left + wide + GAP:
        start = end[0], middle + math.copysign(high / 2, end[1] - middle)
    else:
        start = (left + wide + GAP if end[0] > left else left - GAP), middle
    canvas.setStrokeColorRGB(*colour)
    canvas.setLineWidth(0.7)
    canvas.line(*start, *end)


_BLOCKS: Mapping[type[model.BlockBase], Any] = {
    model.Paragraph: Composer._paragraph,
    model.List: Composer._list,
    model.Steps: Composer._steps,
    model.Questions: Composer._questions,
    model.Table: Composer._table,
    model.Figure: Composer._figure,
    model.CallOut: Composer._call_out,
    model.Treatments: Composer._treatments,
    model.Tests: Composer._tests,
    model.Medicines: Composer._medicines,
    model.Actions: Composer._actions,
    model.Uncertainty: Composer._uncertainty,
}
