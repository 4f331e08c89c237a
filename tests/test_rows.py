"""A format is one file and one row; a block is one class, a row where it is composed and a row where it is laid out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
import topics
import yaml

from builder import editions
from builder.editions import Choices
from builder.format import FORMATS
from builder.formats import composer
from builder.language.prose import Prose
from builder.layout import blocks
from builder.layout.lay import PLANS, lay
from builder.library import Library
from builder.model import BLOCKS, Named, Node, Text, shape
from builder.pdf.write import write
from builder.structure import GROUP, Element, Piece, Sheet, below, elements, spoken
from builder.verify import verify
from builder.workspace import Workspace

REPOSITORY = Path(__file__).parent.parent

# --- The tables -------------------------------------------------------------------------------------------------------

OF_ALL = {*shape.keys(Named), "waivers"}
"""What a part of a block has for the sake of ids and rules."""


class Topic:
    """A topic with every block, in which every field of every block is filled in, each text with a word of its own."""

    def __init__(self) -> None:
        self.words: dict[tuple[str, str], str] = {}
        """By the kind of the block and the name of the field."""
        self.data = topics.least(*(self.node(kind, cls) for kind, cls in BLOCKS.items()))
        self.document = topics.document(self.data)

    def node(self, kind: str, cls: type[Any]) -> dict[str, Any]:
        return {key: self.value(kind, f"{cls.__name__}.{key}", annotation)
                for key, annotation in shape.keys(cls).items() if key not in OF_ALL}  # fmt: skip

    def value(self, kind: str, field: str, annotation: Any) -> Any:
        if field in GIVEN:
            return GIVEN[field]
        found = shape.nodes(annotation)
        if found or Text in shape.classes(annotation):
            word = f"Word{len(self.words)}x"
            value = self.node(kind, found[0]) if found else self.words.setdefault((kind, field), word)
            return [value] if "tuple" in str(annotation) else value
        return choices(annotation)[0]


def choices(annotation: Any) -> list[Any]:
    own = list(get_args(annotation)) if get_origin(annotation) is Literal else []
    return own + [choice for part in get_args(annotation) if not isinstance(part, str) for choice in choices(part)]


GIVEN = {
    "FigureContent.file": "figures/shapes.svg", "FigureContent.width": "60%", "Label.at": ["1", "2"],
    "Label.to": ["3", "4"], "TreatmentContent.single_option": "false", "TreatmentOption.none": "true",
}  # fmt: skip


@pytest.fixture(scope="module")
def topic() -> Topic:
    return Topic()


def everything_said(sheet: Sheet) -> str:
    """Return all words of a sheet, also those that are only read out."""
    return "\n".join(
        " ".join([element.alternate, element.actual, *(spoken(one) for one in element.children
                                                       if not isinstance(one, Element))])
        for element in elements(sheet.root)
    )  # fmt: skip


def fields_below(cls: type[Any]) -> Iterator[str]:
    """Yield the fields of a class and of the nodes below it, but not those that only lead to nodes."""
    for owner in cls.__mro__:
        own = owner.__dict__.get("__annotations__", {}) if issubclass(owner, Node) else {}
        for key in own.keys() & shape.keys(cls).keys() - OF_ALL:
            found = shape.nodes(shape.keys(cls)[key])
            yield from [one for node in found for one in fields_below(node)] or [f"{owner.__name__}.{key}"]


@pytest.mark.parametrize("format", FORMATS)
def test_every_field_of_every_block_is_printed_or_said_not_to_be(format: str, topic: Topic) -> None:
    module = import_module(f"builder.formats.{format}")
    left_out = {**composer.NOT_PRINTED, **getattr(module, "NOT_PRINTED", {})}
    said = everything_said(topics.composed(format, topic.document, topics.context()))
    printed = {field for field, word in topic.words.items() if re.search(rf"\b{word}\b", said)}
    fields = {(kind, field) for kind, cls in BLOCKS.items() for field in fields_below(cls)}
    assert fields - printed == {(kind, field) for kind, field in fields if left_out.get(field)}
    assert left_out.keys() <= {field for _, field in fields}


def test_every_block_has_its_row_where_it_is_composed() -> None:
    assert composer.BLOCKS.keys() == BLOCKS.keys()


@pytest.mark.parametrize("format", FORMATS)
def test_every_part_of_a_block_has_its_row_where_it_is_laid_out(format: str, topic: Topic) -> None:
    for document in (topic.document, topics.document()):
        sheet = topics.composed(format, document, topics.context())
        groups = [element for element in elements(sheet.root) if element.role == GROUP and element.kind in BLOCKS]
        assert groups
        rows = {(part.role, part.kind) for group in groups for part in below(group)}
        assert rows <= blocks.LAID.keys(), "a row is missing"


def test_a_part_without_a_row_is_laid_out_by_its_role_and_then_by_what_it_holds() -> None:
    one, two, three, four, five, six = (Element("P", "odd", children=((Piece(word),),)) for word in WORDS)
    entry = Element("LI", children=(Element("Lbl", children=one.children), Element("LBody", children=(two,))))
    group = Element(GROUP, "odd", children=(
        Element("L", "odd", children=(entry,)),
        Element("Aside", "odd", children=(three, Element("Div", children=(four,)))),
        five, Element("H3", "odd", children=six.children),
    ))  # fmt: skip
    context = topics.context()
    sheet = replace(topics.composed("factsheet", topics.document(topics.least()), context),
                    root=Element("Document", language="en", children=(group,)))  # fmt: skip
    _, pages = write(lay(sheet, context.style, "a4"))
    assert [word for line in pages.lines if not line.artifact for word in line.text.split()] == WORDS


WORDS = "1 two three four five six".split()


def test_every_format_has_a_plan() -> None:
    assert {row.plan for row in FORMATS.values()} <= PLANS.keys()


NOT_READ = {"Medicine.brands": "names"}
"""Texts that are no prose, and why."""


def test_every_text_of_every_block_is_read_as_prose(topic: Topic) -> None:
    read = Prose(topic.document).text
    assert {field for (_, field), word in topic.words.items() if word not in read} == NOT_READ.keys()


def test_a_claim_without_a_source_is_found_in_every_block(tmp_path: Path, topic: Topic) -> None:
    """But not in questions and pictures, which claim nothing."""
    there = Workspace(tmp_path)
    there.topic_file("everything", "en").parent.mkdir(parents=True)
    text = yaml.safe_dump(topic.data, sort_keys=False, width=10**6)
    there.topic_file("everything", "en").write_text(text, encoding="utf-8")
    shutil.copy(topics.FOLDER / "references.yaml", there.topic_file("everything", "en").parent)
    shutil.copytree(topics.FOLDER / "figures", there.topic_file("everything", "en").parent / "figures")
    library = Library(there)
    problems = library.check(editions.requests(library, Choices())[0], select=["uncited-claim"])
    blocks = [next(kind for kind in BLOCKS if kind in block) for block in topic.data["sections"][0]["blocks"]]
    lines = text.splitlines()
    first = lines.index("  blocks:") + 1
    starts = [number for number, line in enumerate(lines[first:], first + 1) if line.startswith("  - ")][:len(blocks)]
    told = {blocks[bisect(starts, problem.span.line) - 1] for problem in problems
            if problem.span and problem.span.line >= starts[0]}  # fmt: skip
    assert told == BLOCKS.keys() - {"questions", "figure"}


# --- One that is added ------------------------------------------------------------------------------------------------


class Copy:
    """A copy of the program beside a small workspace."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, {**environment, "PYTHONPATH": str(folder)}
        unwanted = shutil.ignore_patterns("__pycache__")
        for name in ("builder", "styles"):
            shutil.copytree(REPOSITORY / name, folder / name, ignore=unwanted)
        self("new", ".", "--topic", "asthma")
        self.topic = folder / "content" / "asthma" / "en.yaml"

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "builder", *arguments], cwd=self.folder, env=self.environment,
                              capture_output=True, text=True, encoding="utf-8", timeout=300)  # fmt: skip

    def edit(self, path: str, before: str, new: str) -> None:
        """Write something new in a file of the program, before words that stand there once."""
        text = (self.folder / path).read_text(encoding="utf-8")
        assert text.count(before) == 1, (path, before)
        (self.folder / path).write_text(text.replace(before, new + before), encoding="utf-8")

    def makes(self, *arguments: str) -> None:
        done = self(*arguments)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stdout + done.stderr

    def found(self) -> list[tuple[str, str]]:
        """Return rule and message of what `check` finds; no rule crashes."""
        done = self("check", "asthma", "--output-format", "json")
        found = [(one["rule"], one["message"]) for one in json.loads(done.stdout)["problems"]]
        assert "rule-crashed" not in {rule for rule, _ in found}, done.stdout
        return found


@pytest.fixture
def copied(tmp_path: Path, environment: dict[str, str]) -> Copy:
    return Copy(tmp_path, environment)


WALLET = '''
"""A card for the wallet: what needs help, and how fast."""

from builder.formats.composer import Composer, part
from builder.formats.handout import _about
from builder.structure import Sheet


def compose(document, context):
    made = Composer(document, context, "wallet")
    root = made.root(
        made.element("H1", "My card", kind="title"),
        made.status(),
        *(part("Sect", "card", made.heading(made.say(name)), made.bullets(tier.signs), made.element("P", tier.action))
          for name, tier in made.tiers()),
        made.element("P", "Show this card to whoever helps you.", kind="request"),
        part("Sect", "references", made.heading(made.say("references")), made.references()),
        _about(made),
    )
    return Sheet("wallet", root, ("My card", ""), made.footer("My card"), made.folio(), made.metadata("My card"),
                 context.locale.direction)
'''
ROW = """    Format("wallet", style="handout", plan="handout", advised=1, most=1, words=300, smallest=10.0),
"""


@pytest.mark.slow
def test_a_format_is_one_file_and_one_row(copied: Copy, need: Callable[[str, bool], None]) -> None:
    need("veraPDF", verify.available() is None)
    (copied.folder / "builder/formats/wallet.py").write_text(WALLET, encoding="utf-8")
    copied.edit("builder/format.py", ")\n\nFORMATS: ", ROW)
    assert not [message for _, message in copied.found() if "wallet" in message]
    copied.makes("build", "asthma", "--format", "wallet", "--to", "pdf", "--to", "html", "--to", "text")
    made = copied.folder / "output/asthma/asthma-wallet-en"
    for text in (made.with_suffix(".txt").read_text("utf-8"), made.with_suffix(".html").read_text("utf-8"),
                 copied("verify", "--transcript", f"{made}.pdf").stdout):  # fmt: skip
        assert "Write here the signs that need help at once." in text
        assert "Show this card to whoever helps you." in text
    copied.makes("verify", "output")
    assert "Only this format: factsheet or handout or wallet." in " ".join(copied("build", "--help").stdout.split())
    assert "There are: factsheet, handout, wallet." in copied("build", "asthma", "--format", "x").stderr


TIMELINE = '''
@dataclass(frozen=True, kw_only=True, config=STRICT)
class Moment(Node):
    when: Marked
    what: Marked


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Visit(Named):
    then: Marked


@dataclass(frozen=True, kw_only=True, config=STRICT)
class TimelineContent(Node):
    lead_in: Marked | None = None
    items: Annotated[tuple[Moment, ...], Field(min_length=1)]
    visits: tuple[Visit, ...] = ()


@dataclass(frozen=True, kw_only=True, config=STRICT)
class Timeline(BlockBase):
    timeline: TimelineContent


'''
COMPOSED = '''    "timeline": lambda made, block: [
        *made._led(block.timeline.lead_in),
        *(made.lead(moment.when, moment.what, kind="moment") for moment in block.timeline.items),
        *(made.element("P", visit.then, kind="moment", id=visit.id) for visit in block.timeline.visits),
    ],
'''
LAID = '''    ("P", "moment"): lambda made, element: [made.paragraph(element, keep_next=True)],
'''
BLOCK = '''
  - timeline:
      lead_in: "What happens next [@sample2026]:"
      items:
      - when: On Monday
        what: A nurse takes blood.
      - when: Later
        what: >-
          This sentence goes on and on, because it was planted here to see that the rules on prose find it in a block
          that none of them has ever heard of, and so it does not stop before it has gone on for far too long.
  - timeline:
      items:
      - {when: After 7 days, what: The spleen of 45 in 100 people has shrunk.}
      visits:
      - then: We look at your [blood](#we-count-your-cells) again.
      - then: We count your cells.
'''


@pytest.mark.slow
def test_a_block_is_one_class_and_two_rows(copied: Copy, need: Callable[[str, bool], None]) -> None:
    need("veraPDF", verify.available() is None)
    copied.edit("builder/model/blocks.py", "def _content(", TIMELINE)
    copied.edit("builder/model/blocks.py", "Uncertainty\n    )", "Timeline, ")
    copied.edit("builder/formats/composer.py", '    "uncertainty": Composer._uncertainty,\n', COMPOSED)
    copied.edit("builder/layout/blocks.py", '    ("L", ""): _list,\n', LAID)
    before = copied.found()
    text = copied.topic.read_text(encoding="utf-8")
    copied.topic.write_text(text.replace("\n- id: signs\n", f"{BLOCK}\n- id: signs\n"), encoding="utf-8")
    new = [one for one in copied.found() if one not in before]
    assert {"long-sentence", "uncited-claim"} <= {rule for rule, _ in new}, new
    copied.makes("build", "asthma", "--to", "pdf", "--to", "html", "--to", "text")
    for path in ("factsheet-en", "handout-en"):
        made = copied.folder / f"output/asthma/asthma-{path}"
        transcript = copied("verify", "--transcript", f"{made}.pdf").stdout
        for said in (made.with_suffix(".txt").read_text("utf-8"), transcript):
            assert "On Monday A nurse takes blood." in " ".join(said.split())
    copied.makes("verify", "output")
    assert "a nurse takes blood" in copied.folder.joinpath("output/asthma/asthma-handout-en.html").read_text().lower()
    copied.makes("schema", "topic")
    fixed = copied("check", "--fix", "asthma").stderr
    assert "+  - id: what-happens-next" in fixed
    assert "+      - id: we-count-your-cells" in fixed
    copied.topic.write_text(text.replace("\n- id: signs\n", BLOCK.replace("what: A", "whta: A") + "\n- id: signs\n"))
    assert "Did you mean 'what'?" in copied("check", "asthma").stdout
