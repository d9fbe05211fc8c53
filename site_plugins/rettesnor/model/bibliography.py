"""What BibTeX and RIS call the types and fields of sources, for import and for export.

The files of a guideline hold CSL items. The other two formats know fewer types and fields, so
neither table can be turned around without loss: reading uses the tables as they are, and writing
takes the first name that leads back to the same value.
"""

from __future__ import annotations

from collections.abc import Mapping

NAMES = ("author", "editor", "translator")
"""The fields that hold persons and organisations."""
DATES = ("issued", "original-date", "event-date", "accessed")
"""The fields that hold dates."""
NUMBERS = ("volume", "issue", "number", "edition", "collection-number", "version")
"""The fields that hold a whole number or a text."""
TEXTS = (
    "title", "title-short", "container-title", "container-title-short", "event-title",
    "event-place", "collection-title", "publisher", "publisher-place", "page", "number-of-pages",
    "genre", "medium", "archive", "DOI", "ISBN", "ISSN", "PMID", "PMCID", "URL", "language", "note",
    "abstract",
)
"""The fields that hold a text."""
PERIODICALS = frozenset({
    "article-journal", "article-magazine", "article-newspaper", "review", "review-book",
})
"""The types of what stands in a periodical, where BibTeX and RIS call the issue a number."""

BIBTEX_TYPES: Mapping[str, str] = {
    "article": "article-journal", "book": "book", "booklet": "pamphlet", "incollection": "chapter",
    "inproceedings": "paper-conference", "report": "report", "thesis": "thesis",
    "online": "webpage", "misc": "document", "unpublished": "manuscript", "patent": "patent",
    "periodical": "periodical", "software": "software", "dataset": "dataset", "image": "graphic",
    "movie": "motion_picture", "music": "song", "legislation": "legislation",
    "jurisdiction": "legal_case", "legal": "treaty", "letter": "personal_communication",
    "standard": "standard", "review": "review", "performance": "performance",
    "inreference": "entry-encyclopedia",
    "mvbook": "book", "inbook": "chapter", "bookinbook": "chapter", "suppbook": "chapter",
    "suppcollection": "chapter", "suppperiodical": "article-journal", "collection": "book",
    "mvcollection": "book", "proceedings": "book", "mvproceedings": "book", "reference": "book",
    "mvreference": "book", "manual": "book", "conference": "paper-conference",
    "techreport": "report", "phdthesis": "thesis", "mastersthesis": "thesis",
    "electronic": "webpage", "www": "webpage", "artwork": "graphic", "audio": "song",
    "video": "motion_picture", "commentary": "document",
}
BIBTEX_FIELDS: Mapping[str, str] = {
    "title": "title", "shorttitle": "title-short", "journaltitle": "container-title",
    "journal": "container-title", "booktitle": "container-title",
    "shortjournal": "container-title-short", "eventtitle": "event-title", "venue": "event-place",
    "series": "collection-title", "publisher": "publisher", "institution": "publisher",
    "school": "publisher", "organization": "publisher", "location": "publisher-place",
    "address": "publisher-place", "pages": "page", "pagetotal": "number-of-pages",
    "numpages": "number-of-pages", "type": "genre", "howpublished": "medium", "library": "archive",
    "archive": "archive", "doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID",
    "pmcid": "PMCID", "url": "URL", "langid": "language", "language": "language", "note": "note",
    "annotation": "note", "annote": "note", "abstract": "abstract", "volume": "volume",
    "issue": "issue", "edition": "edition", "version": "version", "author": "author",
    "editor": "editor", "translator": "translator", "date": "issued", "urldate": "accessed",
    "origdate": "original-date", "eventdate": "event-date",
}
RIS_TYPES: Mapping[str, str] = {
    "JOUR": "article-journal", "MGZN": "article-magazine", "NEWS": "article-newspaper",
    "BOOK": "book", "CHAP": "chapter", "RPRT": "report", "ELEC": "webpage", "THES": "thesis",
    "STAT": "legislation", "BILL": "bill", "HEAR": "hearing", "SLIDE": "speech",
    "GEN": "document", "CPAPER": "paper-conference", "DATA": "dataset", "COMP": "software",
    "MAP": "map", "BLOG": "post-weblog", "ICOMM": "post", "MPCT": "motion_picture",
    "SOUND": "song", "PCOMM": "personal_communication", "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary", "CASE": "legal_case", "PAT": "patent", "UNPB": "manuscript",
    "STAND": "standard", "JFULL": "periodical", "ART": "graphic", "FIGURE": "figure",
    "PAMP": "pamphlet", "CLSWK": "classic", "MUSIC": "musical_score", "VIDEO": "broadcast",
    "LEGAL": "regulation", "INPR": "article", "AGGR": "collection",
    "EJOUR": "article-journal", "EBOOK": "book", "EDBOOK": "book", "ECHAP": "chapter",
    "GOVDOC": "report", "CONF": "book", "MANSCPT": "manuscript", "SER": "periodical",
    "ABST": "article-journal", "DBASE": "dataset", "CHART": "figure", "MULTI": "webpage",
    "ADVS": "motion_picture", "UNBILL": "bill", "ANCIENT": "classic", "CTLG": "book",
    "GRANT": "document", "EQUA": "figure",
}
RIS_FIELDS: Mapping[str, str] = {
    "TI": "title", "T1": "title", "CT": "title", "ST": "title-short", "T2": "container-title",
    "JF": "container-title", "BT": "container-title", "JO": "container-title",
    "J2": "container-title-short", "JA": "container-title-short", "T3": "collection-title",
    "PB": "publisher", "CY": "publisher-place", "PP": "publisher-place", "VL": "volume",
    "ET": "edition", "M3": "genre", "DO": "DOI", "UR": "URL", "LA": "language", "AB": "abstract",
    "N2": "abstract", "N1": "note", "DB": "archive", "DA": "issued", "PY": "issued",
    "Y1": "issued", "Y2": "accessed", "OP": "original-date", "AU": "author", "A1": "author",
    "ED": "editor", "A2": "editor", "A4": "translator", "TA": "translator",
}
