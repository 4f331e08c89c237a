"""What the formats share: the parts of a document as elements, with full words and numbers, and without a look."""

from __future__ import annotations

import textwrap
from itertools import zip_longest
from typing import Any, Callable, Iterable, Iterator, Mapping, Sequence

from builder import markup, model
from builder.context import Context
from builder.drawings import figures
from builder.drawings.drawing import Drawing
from builder.formats.inline import NUMBERS, Inlines, Words, clinic_value, words_of
from builder.model import Document, Named, Text
from builder.problems import ContentError, Place, Problem
from builder.references import nlm
from builder.structure import GROUP, Call, Child, Element, Label, Link, Metadata, Picture, Piece, Term

ENTRY_WORDS = {"pmid": "PMID: ", "pmcid": "PMCID: "}
LONGEST_ADDRESS = 26
"""An address with more letters is printed as its host alone; the link still leads to the full address."""
LONGEST_TITLE = 90
"""The most letters of a title that fit in the running footer, which has two lines."""

Cell = Sequence[Words | tuple[Words, ...]]
"""Paragraphs one below the other; several texts in a tuple are one paragraph."""
Rows = Sequence[Sequence[Cell]]
Part = Element | None
"""A part of a document, or None where this format has nothing to say there."""
Compose = Callable[..., Iterable[Part]]
"""Takes the composer and a block."""


class Composer:
    """Composes the parts of one edition; `own` are the kinds of blocks that the format composes in its own way."""

    own: Mapping[str, Compose] = {}

    def __init__(self, document: Document, context: Context, format: str) -> None:
        self.document, self.context, self.format = document, context, format
        self.inlines = Inlines(document, context)
        self.say = context.locale.say
        self.figures = 0
        self.drawings: dict[str, Drawing] = {}

    def printed(self, node: Named | model.GlossaryEntry) -> bool:
        """Return whether a node belongs to this format."""
        return not node.formats or self.format in node.formats

    # --- Text

    def element(self, role: str, *texts: Words, kind: str = "", id: str = "", **attributes: Any) -> Element:
        """Return an element with texts that follow each other."""
        return Element(role, kind, id, self.inlines.children(*texts, heading=role[0] == "H"), **attributes)

    def lead(self, words: Words, *texts: Words, kind: str = "") -> Element:
        """Return a paragraph that begins with a few words that stand out, as a run-in heading."""
        return Element("P", kind, "", joined(self.inlines.children(words, weight="lead"),
                                             self.inlines.children(" ", *texts)))

    def heading(self, text: Words, level: int = 2, id: str = "") -> Element:
        return self.element(f"H{level}", text, id=id)

    # --- Lists

    def bullets(self, items: Iterable[model.Item], label: str = "•", numbering: str = "Disc", id: str = "") -> Element:
        """Return a list of what is printed here; `label` is a mark or, with numbering Decimal, a number for each."""
        entries = [
            self.entry(f"{number}." if numbering == "Decimal" else label, self.inlines.children(item.text), item.id)
            for number, item in enumerate(filter(self.printed, items), 1)
        ]
        return Element("L", "", id, tuple(entries), numbering=numbering)

    def entry(self, label: str, body: tuple[Child, ...], id: str = "") -> Element:
        return Element("LI", "", id, (Element("Lbl", children=((Piece(label),),)), Element("LBody", children=body)))

    # --- Blocks

    def block(self, block: model.BlockBase) -> Part:
        """Return a block as a group of elements of its kind, or None if none of it is printed here."""
        children = tuple(one for one in self.parts_of(block) if one)
        return Element(GROUP, _KINDS[type(block)], block.id, children) if children else None

    def parts_of(self, block: model.BlockBase) -> Iterable[Part]:
        """Return the elements of a block as this format composes them."""
        kind = _KINDS[type(block)]
        return (self.own.get(kind) or BLOCKS[kind])(self, block)

    def sections(self) -> list[Element]:
        """Return the sections that have blocks to print.

        Raises ContentError with what is wrong with any of their figures.
        """
        sections = [
            (section, [block for block in section.blocks if self.printed(block)])
            for section in filter(self.printed, self.document.sections)
        ]
        self._read_figures(block for _, blocks in sections for block in blocks)
        return [self._section(section, blocks) for section, blocks in sections if blocks]

    def _section(self, section: model.Section, blocks: Iterable[model.BlockBase]) -> Element:
        heading = self.heading(section.title, id=section.id)
        return part("Sect", "section", heading, *map(self.block, blocks))

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

    def _paragraph(self, block: model.Paragraph) -> Iterable[Part]:
        return [self.element("P", block.paragraph)]

    def _led(self, lead_in: Text | None) -> list[Part]:
        return [self.element("P", lead_in, kind="lead-in")] if lead_in else []

    def _item_list(self, content: model.ItemList, label: str = "•", numbering: str = "Disc") -> Iterable[Part]:
        if not any(map(self.printed, content.items)):
            return []
        return [*self._led(content.lead_in), self.bullets(content.items, label, numbering)]

    def _list(self, block: model.List) -> Iterable[Part]:
        return self._item_list(block.list)

    def _steps(self, block: model.Steps) -> Iterable[Part]:
        return self._item_list(block.steps, numbering="Decimal")

    def _questions(self, block: model.Questions) -> Iterable[Part]:
        return self._item_list(block.questions, label="?")

    def _actions(self, block: model.Actions) -> Iterator[Part]:
        actions = list(filter(self.printed, block.actions.items))
        if not actions:
            return
        yield from self._led(block.actions.lead_in)
        yield part("L", "actions", *map(self._action, actions), numbering="Disc")

    def _action(self, action: model.Action) -> Element:
        body = self.inlines.children(action.do, weight="emphasis")
        for more in (action.how, action.why):
            body = joined(body, self.inlines.children(" ", more)) if more else body
        return self.entry("•", body, action.id)

    def _call_out(self, block: model.CallOut) -> Iterable[Part]:
        return [self.boxed("call-out", block.callout.title, block.callout.text)]

    def _uncertainty(self, block: model.Uncertainty) -> Iterable[Part]:
        content = block.uncertainty
        more = [content.advice] if content.advice else []
        return [self.boxed("uncertainty", content.title, content.text, *more)]

    def boxed(self, kind: str, title: Words | None, first: Text, *more: Text) -> Element:
        """Return a box of a kind: a title that runs into the first text, and more texts."""
        begin = self.lead(title, first) if title else self.element("P", first)
        return part("Div", kind, begin, *(self.element("P", text) for text in more))

    def address(self, url: str, shown: str = "", place: Place | None = None) -> Element:
        """Return a web address, which stands at `place`, as a link; the part that a person can type is printed."""
        words = shown or _typable(url)
        piece = Piece(words, place=place, start=max(str(place).find(words), 0))
        return Element("P", "address", children=(
            Element("Link", link=self.inlines.link(url, words), children=((piece,),)),
        ))  # fmt: skip

    def space(self, purpose: str = "", role: str = "P", kind: str = "space", scope: str = "") -> Element:
        """Return room to write; `purpose` says what for."""
        actual = self.say("space_to_write")
        return Element(role, kind, actual=f"{actual}: {purpose}" if purpose else actual, scope=scope)

    # --- Tables

    def table(self, header: Sequence[Words], rows: Rows, ids: Sequence[str] = (), caption: Text | None = None,
              kind: str = "") -> Part:
        """Return a table whose first column names the rows, which links can lead to by `ids`."""
        if not rows:
            return None
        head = self.element("Caption", caption) if caption else None
        cells = tuple(self.element("TH", words, scope="Column") for words in header)
        return part(
            "Table", kind,
            head,
            Element("THead", children=(Element("TR", children=cells),)),
            part("TBody", "", *(self._row(row, name) for row, name in zip_longest(rows, ids, fillvalue=""))),
        )  # fmt: skip

    def _row(self, row: Sequence[Cell], name: str) -> Element:
        first = self._cell(row[0], "TH", scope="Row")
        return Element("TR", "", name, (first, *(self._cell(texts, "TD") for texts in row[1:])))

    def _cell(self, texts: Cell, role: str, scope: str = "") -> Element:
        if not texts:
            return self.space(role=role, scope=scope)
        told = [self.inlines.children(*(text if isinstance(text, tuple) else (text,))) for text in texts]
        if len(told) == 1:
            return Element(role, children=told[0], scope=scope)
        return Element(role, children=tuple(Element("P", children=one) for one in told), scope=scope)

    def _table(self, block: model.Table) -> Iterable[Part]:
        rows = list(filter(self.printed, block.table.rows))
        cells = [[[cell] for cell in row.cells] for row in rows]
        return [self.table(block.table.columns, cells, [row.id for row in rows], block.table.caption)]

    def _treatments(self, block: model.Treatments) -> Iterable[Part]:
        options = list(filter(self.printed, block.treatments.options))
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
        return self.table_of(options, block.treatments.lead_in, header, rows)

    def table_of(self, named: Sequence[Named], lead_in: Text | None, header: Sequence[Words], rows: Rows,
                 kind: str = "") -> Iterable[Part]:
        """Return a table with its lead-in, or nothing if none of its `named` rows is printed here."""
        if not named:
            return []
        return [*self._led(lead_in), self.table(header, rows, [one.id for one in named], kind=kind)]

    def _tests(self, block: model.Tests) -> Iterable[Part]:
        tests = list(filter(self.printed, block.tests.items))
        fields = ["why", *(name for name in ("what_happens", "result") if any(getattr(test, name) for test in tests))]
        header = [self.say("test"), *(self.say(name) for name in fields)]
        rows: Rows = [[[test.name], *([getattr(test, name) or "–"] for name in fields)] for test in tests]
        return self.table_of(tests, block.tests.lead_in, header, rows)

    def _medicines(self, block: model.Medicines) -> Iterable[Part]:
        medicines = list(filter(self.printed, block.medicines.items))
        header = [self.say(key) for key in ("medicine", "what_for", "harms", "checks")]
        rows: Rows = [
            [
                [medicine.generic, *medicine.brands],
                [medicine.what_for, *_some(medicine.how_taken)],
                [
                    *_some(medicine.common_harms),
                    *([(f"{self.say('serious_harms')} ", medicine.serious_harms)] if medicine.serious_harms else []),
                    *_some(medicine.do_not),
                ]
                or ["–"],
                _some(medicine.monitoring) or ["–"],
            ]
            for medicine in medicines
        ]
        return self.table_of(medicines, block.medicines.lead_in, header, rows)

    # --- Figures

    def _figure(self, block: model.Figure) -> Iterable[Part]:
        content = block.figure
        self.figures += 1
        picture = self._picture(content)  # before the caption, as its labels are read
        caption = source = None
        if content.caption:
            lead = self.lead(self.say("figure", number=self.figures), content.caption)
            caption = Element("Caption", children=lead.children)
        if content.source:
            source = self.element("P", content.source, kind="source")
        return [part("Div", "figure", picture, caption, source)]

    def _picture(self, content: model.FigureContent) -> Element:
        children: list[Child] = []
        labels = []
        for label in content.labels:
            first = len(children)
            children += self.inlines.children(label.text, " ")  # so that it is not read as one word with the next
            labels.append(Label(label.at, label.to, label.align, first, len(children)))
        picture = Picture(self.drawings[content.file], tuple(labels), content.position, content.width or 100)
        return Element("Figure", "figure", children=tuple(children), alternate=markup.plain(content.alt),
                       picture=picture, place=content.place and content.place["file"])

    def logo(self) -> Part:
        """Return the clinic's logo, if there is one."""
        clinic = self.context.clinic
        if not clinic or not clinic.logo:
            return None
        place = clinic.logo.place["file"] if clinic.logo.place else None
        drawing = figures.read(clinic.logo.file, self.context.clinic_folder, self.context.root, place)
        return Element("Figure", "logo", alternate=markup.plain(clinic.logo.alt), picture=Picture(drawing))

    # --- When to get help

    def tiers(self) -> list[tuple[str, model.HelpTier]]:
        """Return the three tiers of help, most urgent first."""
        help_ = self.document.get_help
        return [("emergency", help_.emergency), ("urgent", help_.urgent), ("routine", help_.routine)]

    # --- References

    def references(self) -> Element:
        """Return the numbered entries of the works cited so far, each with a link back."""
        return part("L", "references", *(
            self.reference(number, self._entry(key)) for number, key in enumerate(self.inlines.numbering.keys, 1)
        ), numbering="Decimal")  # fmt: skip

    def reference(self, number: int, children: tuple[Child, ...]) -> Element:
        """Return an entry of the references: its number, which leads back, and what it says."""
        link = Link(f"#{self.inlines.back(number)}", self.say("back_link", number=number))
        label = Element("Link", link=link, children=((Piece(str(number), "strong"),),))
        body = Element("LBody", children=(Element("BibEntry", children=children),))
        return Element("LI", "", f"ref-{number}", (Element("Lbl", children=(label,)), body))

    def _entry(self, key: str) -> tuple[Child, ...]:
        reference = self.context.references[key]
        children: list[Child] = []
        for said in _found_by(reference):
            piece = Piece(said.text, kept=said.keep, place=reference.title.place)
            if said.url:
                link = self.inlines.link(said.url, said.text)
                children.append(Element("Link", link=link, children=((piece,),)))
            elif children and not isinstance(children[-1], Element):
                children[-1] = (*children[-1], piece)
            else:
                children.append((piece,))
        return tuple(children)

    # --- The document

    def root(self, *parts: Part) -> Element:
        return Element("Document", children=tuple(one for one in parts if one), language=self.document.language)

    def status(self) -> Part:
        """Return the visible mark of a topic that no clinician has reviewed."""
        status = self.document.governance.status
        return None if status == "reviewed" else self.element("P", self.say(f"{status}_banner"), kind="status")

    def metadata(self, title: str) -> Metadata:
        document, governance = self.document, self.document.governance
        codes = self.codes()
        condition = (words_of(self.context.locale, document.title),
                     *(markup.plain(one.name) for one in document.synonyms))
        return Metadata(
            title=title,
            language=document.language,
            authors=tuple(markup.plain(person.name) for person in governance.authors)
            or (markup.plain(governance.publisher.name),),
            subject=markup.plain(document.purpose, values=self.context.locale.neutral),
            keywords=(*condition, *(f"{system} {code}" for system, code in codes)),
            created=governance.published,
            modified=governance.updated,
            version=governance.version,
            status=governance.status,
            identifier=f"{document.topic}-{self.format}-{document.language}",
            codes=codes,
            condition=condition,
            publisher=markup.plain(governance.publisher.name),
            reviewed=governance.reviewed if governance.status == "reviewed" else None,
        )

    def codes(self) -> tuple[tuple[str, str], ...]:
        """Return the condition in the code systems: the name of each, and the code."""
        return tuple((_CODES[name], code) for name in _CODES for code in getattr(self.document.codes, name))

    def calls(self) -> tuple[Call, ...]:
        """Return the clinic's numbers, most urgent first."""
        told = ((kind, clinic_value(self.context.clinic, kind, self.context.locale)) for kind in NUMBERS)
        return tuple(Call(kind, words) for kind, words in told if words)

    def terms(self) -> tuple[Term, ...]:
        """Return the entries of the glossary for this format, as plain words."""
        locale, clinic = self.context.locale, self.context.clinic
        values = {name: clinic_value(clinic, name, locale) or neutral for name, neutral in locale.neutral.items()}
        entries = filter(self.printed, self.document.glossary)
        return tuple(Term(markup.plain(one.term), markup.plain(one.plain, values=values)) for one in entries)

    def folio(self) -> str:
        return self.say("page", page="{page}", pages="{pages}")

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


def part(role: str, kind: str, *children: Part, numbering: str = "") -> Element:
    """Return an element with its parts, without those that are None."""
    return Element(role, kind, children=tuple(one for one in children if one), numbering=numbering)


def joined(*children: tuple[Child, ...]) -> tuple[Child, ...]:
    """Return the children of several elements in a row; the pieces where two of them meet become one."""
    found: list[Child] = []
    for one in (child for own in children for child in own):
        if found and not isinstance(one, Element) and not isinstance(found[-1], Element):
            found[-1] = (*found[-1], *one)
        else:
            found.append(one)
    return tuple(found)


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
    """Yield the entry, without its PMCID if it has a DOI and a PMID already: paper has no room for three."""
    runs = list(nlm.entry(reference, ENTRY_WORDS))
    short = bool(reference.DOI and reference.PMID)
    for number, run in enumerate(runs):
        if not short or not (run.text.startswith("PMCID") or run.text == "; " and runs[number + 1].text[:5] == "PMCID"):
            yield run


def _some(*texts: Text | None) -> list[Words]:
    return [text for text in texts if text]


_KINDS = {cls: kind for kind, cls in model.BLOCKS.items()}
BLOCKS: Mapping[str, Compose] = {
    "paragraph": Composer._paragraph,
    "list": Composer._list,
    "steps": Composer._steps,
    "questions": Composer._questions,
    "table": Composer._table,
    "figure": Composer._figure,
    "callout": Composer._call_out,
    "treatments": Composer._treatments,
    "tests": Composer._tests,
    "medicines": Composer._medicines,
    "actions": Composer._actions,
    "uncertainty": Composer._uncertainty,
}
"""How each kind of block is composed, unless a format has its own way."""
NOT_PRINTED = {
    "BlockBase.kind": "the rules read it",
    "BlockBase.certainty": "the rules read it; the words of the block say how sure it is",
    "FigureContent.file": "the picture itself is printed",
    "FigureContent.position": "it says where the picture stands",
    "FigureContent.width": "it says how wide the picture is",
    "Label.at": "it says where the label stands",
    "Label.to": "it says where the leader line ends",
    "Label.align": "it says how the label is aligned",
    "TreatmentContent.single_option": "the rules read it",
    "TreatmentOption.none": "the rules read it; the name of the option says so",
    "TreatmentOption.certainty": "the rules read it",
}
"""The fields of blocks whose words no format prints, and why; a format that leaves out more says so in its own file."""
