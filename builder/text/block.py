"""TextBlock: the only flowable that sets text."""

from __future__ import annotations

from math import fsum
from typing import Any, NamedTuple, Sequence

from builder import exponents
from builder.problems import ContentError, Problem
from builder.scripts import is_rtl
from builder.structure import Element
from builder.style import MILLIMETRE, Type
from builder.text import bidi, lines, shape
from builder.text.coverage import no_glyph
from builder.text.faces import WEIGHTS, Face
from builder.text.lines import Content, Line, Look, Missing, Piece, Run
from builder.text.shape import Word, copied, hyphen, raised

LONGEST_WORD = 200
"""A word with more letters than this is a mistake, not a word."""

Atom = tuple[Run, list[Word]]
"""Words of one run and one face that stand side by side on a line, with the spaces between and after them."""


class TextBlock:
    """A paragraph, heading, cell or label: runs of text set in one `Type`.

    `role` says what kind of text it is and `element` what it says, for the record of what was set. `align` is "start",
    "middle" or "end". A block that `balances` has lines of about equal length, one that `trails` keeps the space after
    its last word. Heights, widths and positions are points, `top` is the block's upper edge.
    """

    def __init__(
        self,
        runs: Sequence[Run],
        kind: Type,
        *,
        role: str = "body",
        language: str = "en",
        align: str = "start",
        before: float = 0.0,
        after: float = 0.0,
        keep_next: bool = False,
        balances: bool = False,
        element: Element | None = None,
        widest: float | None = None,
        bookmark: tuple[Element, int, str] | None = None,
        anchor: str = "",
    ) -> None:
        self.runs, self.kind, self.role, self.language, self.align = runs, kind, role, language, align
        self.before, self.after, self.keep_next, self.balances = before, after, keep_next, balances
        self.element, self.widest, self.bookmark, self.anchor = element, widest, bookmark, anchor
        self.begins = self.ends = True
        self.trails = False
        self.drawn_by: object | None = None
        self._pieces: list[Piece] | None = None
        self._set: tuple[float, list[Piece], list[Line]] | None = None
        self._height: tuple[float, float] | None = None
        self._cut: list[Piece] = []
        self._cut_before: list[Piece] = []

    # --- Measuring

    def pieces(self) -> list[Piece]:
        """Return the pieces that cannot break, in order. Raises ContentError for a character that no face has."""
        if self._pieces is None:
            try:
                self._pieces = lines.pieces_of(self.runs, self.language)
            except Missing as missing:
                raise ContentError([_no_glyph(missing)]) from None
        return self._pieces

    def _fill(self, width: float) -> tuple[list[Piece], list[Line]]:
        if self.widest is not None:
            width = min(width, self.widest)
        if self._set is None or self._set[0] != width:
            measure = width * 1000 / self.kind.size + 0.5
            pieces, cut = lines.fitted(self.pieces(), measure, self.language)
            self._cut = [*self._cut_before, *cut]
            filled = (lines.balanced if self.balances else lines.greedy)(pieces, measure)
            self._set = (width, pieces, filled)
        return self._set[1], self._set[2]

    def height(self, width: float) -> float:
        if self._height is None or self._height[0] != width:
            self._height = (width, len(self._fill(width)[1]) * self.kind.leading)
        return self._height[1]

    def natural_width(self) -> float:
        """Return the width that the text takes on one line."""
        pieces = self.pieces()
        wide = fsum([whole.advance + whole.space for whole, _ in pieces]) - pieces[-1][0].space
        return wide * self.kind.size / 1000

    def narrowest(self) -> float:
        """Return the width of the widest piece that cannot break."""
        return max([whole.advance for whole, _ in self.pieces()]) * self.kind.size / 1000

    def line_count(self, width: float) -> int:
        return len(self._fill(width)[1])

    def split(self, width: float, height: float, forced: bool = False) -> tuple[TextBlock, TextBlock] | None:
        """Return what fits into `height` and the rest, or None if it cannot be split there.

        Each part has at least two lines, or one if the split is `forced`.
        """
        pieces, filled = self._fill(width)
        least = 1 if forced else 2
        count = min(int(height // self.kind.leading), len(filled) - least)
        if count < least:
            return None
        middle = filled[count].first
        first, rest = self._part(pieces[:middle]), self._part(pieces[middle:])
        first.begins, first.ends, first.after, first.keep_next = self.begins, False, 0.0, False
        first._cut_before = self._cut
        rest.begins, rest.ends, rest.before = False, self.ends, 0.0
        rest.bookmark, rest.anchor = None, ""
        return first, rest

    def _part(self, pieces: list[Piece]) -> TextBlock:
        part = TextBlock(
            self.runs, self.kind, role=self.role, language=self.language, align=self.align, before=self.before,
            after=self.after, keep_next=self.keep_next, element=self.element, widest=self.widest,
            bookmark=self.bookmark, anchor=self.anchor,
        )
        part._pieces = pieces
        return part

    # --- Drawing

    def draw(self, canvas: Any, x: float, top: float, width: float) -> None:
        """Draw at (x, top). Drawn again on the same canvas, as a repeated table header is, it is an artifact."""
        pieces, filled = self._fill(width)
        artifact = canvas.furnishing or self.drawn_by is canvas
        self.drawn_by = canvas
        rtl = is_rtl(self.language)
        self._warn_of_cuts(canvas)
        size, leading = self.kind.size, self.kind.leading
        first = self.runs[0].look.stack.first.metrics
        baseline = top - (leading + (first.ascent + first.descent) / 1000 * size) / 2
        if self.bookmark and not artifact:
            canvas.bookmark(*self.bookmark, x, top)
        if self.anchor and not artifact:
            canvas.anchor(self.anchor, x, top)
        measures, foreign, weighs = False, rtl, False
        for run in self.runs:
            measures = measures or run.link is not None or run.anchor != ""
            if not run.text.isascii():
                foreign, weighs = True, weighs or _stands_out(run, self.kind)
        writer = _Writer(canvas, self.kind, artifact, measures, rtl, weighs)
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[self.align]
        if rtl:
            shift = 1 - shift
        room = (min(width, self.widest) if self.widest else width) * 1000 / size
        x_height = first.x_height * size / 1000 / MILLIMETRE
        for number, line in enumerate(filled):
            own = pieces[line.first : line.last]
            left, y = x + shift * (room - line.width) * size / 1000, baseline - number * leading
            begins, ends = number == 0 and self.begins, number == len(filled) - 1 and self.ends
            writer.line(left, y, _atoms(own, closed=ends and not self.trails), foreign)
            canvas.set_line(left, y, line.width * size / 1000, size, leading, x_height, self.kind.colour, self.role,
                            self.align, self.element, begins, ends, artifact, own)
        writer.close()

    def _warn_of_cuts(self, canvas: Any) -> None:
        for piece in self._cut:
            word, run = "".join(part.text for part, _ in lines.parts(piece)).rstrip(" .,;:"), piece[1]
            span = run.place.span(run.start, run.start + len(run.text)) if run.place else None
            if len(word) > LONGEST_WORD:
                raise ContentError([Problem("endless-word", f"A word of {len(word)} letters cannot be printed: "
                                            f"'{word[:20]}…'.", span, "Is a space missing?")])
            hint = "Use a shorter word, or add a space or a hyphen."
            if run.link and run.link.url:
                hint = "Is there a shorter address?"
            canvas.warn(Problem("split-word", f"'{word}' is too long for its line and was split.", span, hint,
                                severity="warning"))


def _no_glyph(missing: Missing) -> Problem:
    run, character = missing.run, missing.character
    at = run.start + missing.offset
    span = run.place.span(at, at + len(character)) if run.place else None
    return no_glyph(character, span)


def _atoms(pieces: Sequence[Piece], closed: bool) -> list[Atom]:
    """Return the atoms of a line of `pieces`; one that is not the last of its paragraph ends in a space or a hyphen."""
    atoms: list[Atom] = []
    run: Run | None = None
    face: Face | None = None
    laid: list[Word] = []
    piece: Any
    for piece in pieces:
        for word, own in (piece,) if type(piece[0]) is Word else lines.parts(piece):
            if own is not run or word.face is not face:
                run, face, laid = own, word.face, []
                atoms.append((own, laid))
            laid.append(word)
    soft = pieces[-1][0].soft
    if soft is not None and not closed:
        atoms.append((soft, [hyphen(soft.look.stack.first)]))
    elif closed and laid and laid[-1].space:
        bare = laid.pop().text.rstrip(" ")
        laid += shape.words(run.look.stack, bare) if run and bare else ()
    return [atom for atom in atoms if atom[1]] if not laid else atoms


def _stands_out(run: Run, kind: Type) -> bool:
    """Return whether a run should be heavier than the block that it stands in."""
    return WEIGHTS[run.look.stack.weight] > WEIGHTS[kind.weight]


class _Stretch(NamedTuple):
    """A link on one line: the run that it begins with, and its rectangle in points."""

    run: Run
    left: float
    low: float
    right: float
    high: float


class _Writer:
    """Writes the lines of one block as one text object, with a mark for each stretch of one content.

    Only a block with links or anchors `measures` where its words stand on the line, and only one with heavier words of
    other scripts `weighs` whether their face has a heavier form; `base` is the level of its paragraph.
    """

    def __init__(self, canvas: Any, kind: Type, artifact: bool, measures: bool, base: int, weighs: bool) -> None:
        self.canvas, self.kind, self.artifact, self.measures, self.base = canvas, kind, artifact, measures, base
        self.weighs = weighs
        self.out: list[bytes] = []
        self.content: Content | None = None
        self.look: Look | None = None
        self.font: Any = None
        self.x = self.y = 0.0
        self.stretch: _Stretch | None = None
        self.rules: list[tuple[Any, float, float, float]] = []

    def line(self, x: float, y: float, atoms: Sequence[Atom], foreign: bool) -> None:
        """Write a line that begins at (x, y); only a `foreign` one can have right-to-left words."""
        if foreign and any(run.level for run, _ in atoms):
            self._turned(x, y, [(run, word) for run, words in atoms for word in words])
        else:
            self._straight(x, y, atoms)
        if self.stretch is not None:
            self._end_link()

    def _turned(self, x: float, y: float, laid: Sequence[tuple[Run, Word]]) -> None:
        """Write a line with right-to-left words: each at its place, but in the order in which they are read."""
        scale = self.kind.size / 1000
        places = [0.0] * len(laid)
        levels = [run.level for run, _ in laid]
        run, last = laid[-1]
        if last.text == " ":
            levels[-1] = self.base  # UAX 9, L1
            x -= last.space * run.look.ratio * scale * self.base
        for stretch in bidi.reorder(levels):
            order = range(stretch.start, stretch.end)
            for number in reversed(order) if stretch.level % 2 else order:
                places[number] = x
                run, word = laid[number]
                x += (word.advance + word.space) * run.look.ratio * scale
        for place, (run, word) in zip(places, laid):
            self._straight(place, y, [(run, [word])])

    def _straight(self, x: float, y: float, atoms: Sequence[Atom]) -> None:
        self._move(x, y)
        measures = self.measures and any([run.link or run.anchor for run, _ in atoms])  # noqa: C419
        measures = measures or (self.weighs and any([self._is_flat(run, words) for run, words in atoms]))  # noqa: C419
        for run, words in atoms:
            font, look = self.canvas.font(words[0].face), run.look
            replaced = (font.take(words) or look.rise != 0) and not self.artifact
            if run.content is not self.content or replaced:
                self._mark(run.content, exponents.risen(copied(words), look.rise) if replaced else "")
            if look is not self.look or font is not self.font:
                self._look(look, font)
            body = b"".join([word.body for word in words])
            if look.ratio != 1 or look.rise:
                body = raised(body, look.ratio, look.rise)
            self.out.append(b"[(%b)]TJ" % body)
            if replaced:
                self._unmark()
            if measures:
                x = self._measured(run, words, x)

    def _move(self, x: float, y: float) -> None:
        size = self.kind.size
        if not self.out:
            self.out.append(b"BT %.5g 0 0 %.5g %.2f %.2f Tm" % (size, size, x, y))
        else:
            self.out.append(b"%.5g %.5g Td" % ((x - self.x) / size, (y - self.y) / size))
        self.x, self.y = x, y

    def _measured(self, run: Run, words: list[Word], left: float) -> float:
        """Follow the links and anchors of a line, and return where the words end."""
        scale = self.kind.size * run.look.ratio / 1000
        right = left + sum([word.advance + word.space for word in words]) * scale
        if self.stretch is not None and self.stretch.run.link is not run.link:
            self._end_link()
        if run.anchor or run.link:
            metrics = run.look.stack.first.metrics
            low, high = self.y + metrics.descent * scale * 0.7, self.y + metrics.ascent * scale * 0.85
            if run.anchor and not self.artifact:
                self.canvas.anchor(run.anchor, left, high)
            seen = right - words[-1].space * scale
            if run.link is not None and seen > left:
                start = self.stretch or _Stretch(run, left, low, seen, high)
                self.stretch = _Stretch(start.run, min(left, start.left), min(low, start.low), max(seen, start.right),
                                        max(high, start.high))
        if self.weighs and self._is_flat(run, words) and not (run.link and run.look.underlined):
            self.rules.append((run.look.colour, left, self.y - 1.6, right - words[-1].space * scale))
            self._warn_of_flat(run, words)
        return right

    def _is_flat(self, run: Run, words: Sequence[Word]) -> bool:
        """Return whether words should stand out by their weight, and their face has them in no other."""
        text = "".join([word.text for word in words])
        return (_stands_out(run, self.kind) and not text.isascii()
                and not run.look.stack.is_bold(words[0].face, text))

    def _warn_of_flat(self, run: Run, words: Sequence[Word]) -> None:
        text = "".join([word.text for word in words]).rstrip()
        span = run.place.span(run.start, run.start + len(run.text)) if run.place else None
        self.canvas.warn(Problem("no-bold", f"The font has no bold for '{text}', so it is underlined.", span,
                                 "Nothing needs to be done. Where a line looks odd, take the marks away.", "info"))

    def _end_link(self) -> None:
        if self.stretch is None:
            return
        run, *rectangle = self.stretch
        if not self.artifact:
            self.canvas.link(run, *rectangle)
        if run.look.underlined:
            self.rules.append((run.look.colour, rectangle[0], self.y - 1.6, rectangle[2]))
        self.stretch = None

    def _mark(self, content: Content, actual: str) -> None:
        """Open marked content, with `actual`, if it is not empty, as the text that replaces it."""
        if self.artifact:
            if self.content is None:
                self.out.append(self.canvas.artifact())
                self.content = content
        else:
            if self.content is not None:
                self.out.append(b"EMC")
            self.out.append(self.canvas.mark(content, actual))
            self.content = content

    def _unmark(self) -> None:
        if self.content is not None:
            self.out.append(b"EMC")
            self.content = None

    def _look(self, look: Look, font: Any) -> None:
        old = self.look
        if font is not self.font or old is None or look.ratio != old.ratio:
            self.out.append(b"/%b %.4g Tf" % (font.name, look.ratio))
        if old is None or look.colour != old.colour:
            self.out.append(b"%.3g %.3g %.3g rg" % look.colour)
        if look.rise != (old.rise if old else 0.0):
            self.out.append(b"%.4g Ts" % look.rise)
        self.look, self.font = look, font

    def close(self) -> None:
        if self.out:
            self._unmark()
            if self.look and self.look.rise:
                self.out.append(b"0 Ts")
            self.out.append(b"ET")
            self.canvas.text(b" ".join(self.out))
        for rule in self.rules:
            self.canvas.underline(*rule)
