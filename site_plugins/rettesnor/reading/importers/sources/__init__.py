"""Lists of sources of other programs (CSL-JSON, BibTeX, RIS) -> the items of ``sources.yml``."""
