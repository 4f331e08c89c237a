"""What the file says about itself in XMP, and the colour space of its colours."""

from __future__ import annotations

import functools
import struct
from html import escape

from deflate import zlib_compress

from builder.structure import Metadata

TOPIC = "urn:factsheet-builder:topic:1#"

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:topic="{topic}">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:subject><rdf:Bag>{keywords}</rdf:Bag></dc:subject>
<dc:identifier>{identifier}</dc:identifier>
<xmp:CreateDate>{created}</xmp:CreateDate><xmp:ModifyDate>{modified}</xmp:ModifyDate>
<xmp:MetadataDate>{modified}</xmp:MetadataDate><xmp:CreatorTool>{tool}</xmp:CreatorTool>
<pdf:Producer>{tool}</pdf:Producer><pdf:Keywords>{plain_keywords}</pdf:Keywords>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<topic:version>{version}</topic:version><topic:status>{status}</topic:status>
<topic:codes><rdf:Bag>{codes}</rdf:Bag></topic:codes>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>
{schemas}
</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""

_SCHEMA = """<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{name}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"""

_PROPERTY = """<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>{type}</pdfaProperty:valueType><pdfaProperty:category>{category}</pdfaProperty:category>
<pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>"""


def packet(metadata: Metadata, tool: str, created: str, modified: str) -> bytes:
    """Return the XMP packet (ISO 16684-1; ISO 19005-2, 6.6; ISO 14289-1, 5); the dates are ISO 8601."""
    return _PACKET.format(
        topic=TOPIC, tool=escape(tool), created=created, modified=modified, schemas=_schemas(),
        title=escape(metadata.title), subject=escape(metadata.subject), language=escape(metadata.language),
        authors=_entries(metadata.authors), keywords=_entries(metadata.keywords),
        plain_keywords=escape(", ".join(metadata.keywords)), identifier=escape(metadata.identifier),
        version=escape(metadata.version), status=escape(metadata.status),
        codes=_entries(tuple(f"{system} {code}" for system, code in metadata.codes)),
    ).encode()


def _entries(values: tuple[str, ...]) -> str:
    return "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values)


@functools.lru_cache(maxsize=1)
def _schemas() -> str:
    """Describe the properties that PDF/A-2 does not know (ISO 19005-2, 6.6.2.3.3)."""
    universal = [_PROPERTY.format(name="part", type="Integer", category="internal",
                                  description="Part of ISO 14289 to which the file conforms")]
    topic = [
        _PROPERTY.format(name=name, type=kind, category="external", description=description)
        for name, kind, description in (
            ("version", "Text", "Version of the topic"),
            ("status", "Text", "State of its clinical review"),
            ("codes", "bag Text", "Codes of the condition in code systems"),
        )
    ]
    return "\n".join((
        _SCHEMA.format(name="PDF/UA identification", uri="http://www.aiim.org/pdfua/ns/id/", prefix="pdfuaid",
                       properties="".join(universal)),
        _SCHEMA.format(name="Health topic", uri=TOPIC, prefix="topic", properties="".join(topic)),
    ))


@functools.lru_cache(maxsize=1)
def srgb() -> bytes:
    """Return an ICC profile of sRGB, deflated (ICC.1:2001-04; IEC 61966-2-1), with fixed dates."""
    curve = struct.pack(">4sII256H", b"curv", 0, 256, *(round(65535 * _linear(i / 255)) for i in range(256)))
    tags = {
        b"desc": b"desc" + struct.pack(">II", 0, 5) + b"sRGB\0" + bytes(78),
        b"cprt": b"text" + bytes(4) + b"Public domain\0",
        b"wtpt": _xyz(0.9505, 1.0, 1.0891),
        b"rXYZ": _xyz(0.4361, 0.2225, 0.0139),
        b"gXYZ": _xyz(0.3851, 0.7169, 0.0971),
        b"bXYZ": _xyz(0.1431, 0.0606, 0.7141),
        b"rTRC": curve, b"gTRC": curve, b"bTRC": curve,
    }
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    placed: dict[bytes, int] = {}
    for tag, content in tags.items():
        if content not in placed:
            placed[content] = start + len(body)
            body += content + bytes(-len(content) % 4)
        table += struct.pack(">4sII", tag, placed[content], len(content))
    header = struct.pack(">I4sI4s4s4s6H4s4sIIIQIIII", start + len(body), bytes(4), 0x02100000, b"mntr", b"RGB ",
                         b"XYZ ", 2026, 1, 1, 0, 0, 0, b"acsp", bytes(4), 0, 0, 0, 0, 0, 0xF6D6, 0x10000, 0xD32D)
    return bytes(zlib_compress(header.ljust(128, b"\0") + table + body, 12))


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(65536 * part) for part in (x, y, z)))
