"""What a topic is: frozen data without behaviour, in the shape of the YAML.

Every text is a `Text` of inline nodes; every mapping of the YAML is a `Node` that knows its place. Places take no part
in equality or repr. The shapes follow research on patient information: identity, key points, tiered help, typed blocks,
evidence, governance. pydantic builds these classes from plain data (`reader.py`) and writes their JSON Schema.
"""

from __future__ import annotations

from builder.model.blocks import (
    BLOCKS,
    Action,
    ActionContent,
    Actions,
    Block,
    BlockBase,
    CallOut,
    CallOutContent,
    Figure,
    FigureContent,
    ItemList,
    Label,
    List,
    Medicine,
    MedicineContent,
    Medicines,
    Paragraph,
    Questions,
    Row,
    Steps,
    Table,
    TableContent,
    Test,
    TestContent,
    Tests,
    TreatmentContent,
    TreatmentOption,
    Treatments,
    Uncertainty,
    UncertaintyContent,
)
from builder.model.clinic import Clinic, Logo
from builder.model.document import (
    Audience,
    Codes,
    Document,
    Fact,
    GetHelp,
    GlossaryEntry,
    Governance,
    HelpTier,
    Involvement,
    Organisation,
    Person,
    Publisher,
    Reviewer,
    Section,
    SectionKind,
    Synonym,
)
from builder.model.fields import (
    ID_PATTERN,
    KEY_PATTERN,
    DateRange,
    Day,
    Email,
    Id,
    Key,
    Language,
    Line,
    Lines,
    Marked,
    PartialDate,
    Plain,
    Share,
    Url,
    Years,
)
from builder.model.inline import (
    Citation,
    CitedSource,
    ClinicValue,
    Emphasis,
    Foreign,
    Inline,
    LineBreak,
    Link,
    Strong,
    Subscript,
    Superscript,
    Term,
    Text,
    Words,
)
from builder.model.node import Certainty, FormatName, Item, Named, Node, StatementKind, Waiver
from builder.model.reference import Name, Reference, ReferenceList, ReferenceType

__all__ = [
    "Action", "ActionContent", "Actions", "Audience", "BLOCKS", "Block", "BlockBase", "CallOut",
    "CallOutContent", "Certainty", "Citation", "CitedSource", "Clinic", "ClinicValue", "Codes", "DateRange",
    "Day", "Document", "Email", "Emphasis", "Fact", "Figure", "FigureContent", "Foreign", "FormatName",
    "GetHelp", "GlossaryEntry", "Governance", "HelpTier", "ID_PATTERN", "Id", "Inline", "Involvement", "Item",
    "ItemList", "KEY_PATTERN", "Key", "Label", "Language", "Line", "LineBreak", "Lines", "Link", "List", "Logo",
    "Marked", "Medicine", "MedicineContent", "Medicines", "Name", "Named", "Node", "Organisation", "Paragraph",
    "PartialDate", "Person", "Plain", "Publisher", "Questions", "Reference", "ReferenceList", "ReferenceType",
    "Reviewer", "Row", "Section", "SectionKind", "Share", "StatementKind", "Steps", "Strong", "Subscript",
    "Superscript", "Synonym", "Table", "TableContent", "Term", "Test", "TestContent", "Tests", "Text",
    "TreatmentContent", "TreatmentOption", "Treatments", "Uncertainty", "UncertaintyContent", "Url", "Waiver",
    "Words", "Years",
]  # fmt: skip
