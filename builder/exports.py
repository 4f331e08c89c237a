"""What the records of reference managers hold but ours do not, and what an author writes instead."""

from __future__ import annotations

from collections.abc import Mapping

_DELETE = "Delete it: it is not needed here."
KEYS: Mapping[str, str] = {
    **dict.fromkeys(
        "abstract annote archive archive_collection archive_location archive-place authority call-number categories"
        " chapter-number citation-key citation-label citation-number comma-suffix curator custom dimensions"
        " first-reference-note-number isInstitution jurisdiction keyword license multi original-date original-publisher"
        " original-publisher-place original-title parse-names part-title printing-number references"
        " reviewed-author reviewed-genre reviewed-title scale section shortTitle source static-ordering status"
        " submitted title-short year-suffix number-of-volumes".split(),
        _DELETE,
    ),
    "journalAbbreviation": "Write it as container-title-short.",
    "event": "Write it as event-title.",
    "available-date": "Write it as epub.",
    "version": "Write it as edition, such as edition: Version 2.",
    "publisherPlace": "Write it as publisher-place.",
    "collection-editor": "Write them as editor, or delete it.",
    "editorial-director": "Write them as editor, or delete it.",
    "container-author": "Write them as editor, or delete it.",
    "translator": "Write it in the note, such as note: Translated by A. Name.",
    "illustrator": "Write it in the note, or delete it.",
    "page-first": "Write the pages as page.",
    "pages": "Write it as page.",
    "journal": "Write it as container-title.",
    "booktitle": "Write it as container-title.",
    "year": "Write it as issued.",
    "date": "Write it as issued.",
    "doi": "Write it as DOI.",
    "address": "Write it as publisher-place.",
    "institution": "Write it as publisher.",
    "school": "Write it as publisher.",
    "series": "Write it as collection-title.",
    "howpublished": "Write an address as URL.",
    "urldate": "Write it as accessed.",
    "url-date": "Write it as accessed.",
    "supplement-number": "Write it in the issue, such as issue: 12 Suppl 1.",
    "part-number": "Write it in the issue, such as issue: 12 Pt 1.",
    "eprint": "Write it as number.",
    "first": "Write it as given.",
    "last": "Write it as family.",
    "name": "Write it as literal for a group, or as family and given for a person.",
}
"""Keys of reference managers (CSL-JSON, BibTeX) that a reference or a name does not have, and what to do with each."""
TYPES: Mapping[str, str] = {
    **dict.fromkeys(
        "article-magazine article-newspaper journal-article JournalArticle review review-book".split(),
        "article-journal",
    ),
    **dict.fromkeys("preprint posted-content manuscript".split(), "article"),
    **dict.fromkeys("monograph edited-book classic pamphlet hearing".split(), "book"),
    **dict.fromkeys("book-chapter entry entry-dictionary entry-encyclopedia inbook incollection".split(), "chapter"),
    **dict.fromkeys("inproceedings proceedings-article speech event".split(), "paper-conference"),
    **dict.fromkeys("document standard techreport legislation legal_case bill regulation".split(), "report"),
    **dict.fromkeys("dissertation phdthesis mastersthesis".split(), "thesis"),
    **dict.fromkeys("post post-weblog motion_picture broadcast song online misc website".split(), "webpage"),
    **dict.fromkeys("software figure graphic".split(), "dataset"),
}
"""Types of reference managers, and the one to write instead."""
