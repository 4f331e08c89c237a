"""Printable patient information from structured YAML: factsheets and clinic handouts as accessible PDFs."""

__version__ = "0.1.0"
