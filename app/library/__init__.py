"""Which articles there are: importing files, immutable versions, the snapshot in memory, search."""

from app.library.categories import Category
from app.library.entry import Entry
from app.library.exporting import ExportReport
from app.library.library import Library
from app.library.report import Imported, ImportReport

__all__ = ["Category", "Entry", "ExportReport", "ImportReport", "Imported", "Library"]
