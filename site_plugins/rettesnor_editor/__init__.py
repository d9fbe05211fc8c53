"""The editor's desk: the guideline revised in forms, in a browser (``rettesnor edit``)."""
