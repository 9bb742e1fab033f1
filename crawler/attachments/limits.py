"""What a document may cost before it is given up."""

MEMORY = 512 * 1024 * 1024
"""Bytes of address space of the child process."""

SECONDS = 30.0
"""Wall-clock time for one document; also the processor time."""

SOFT_SECONDS = 20.0
"""After this time a reader stops at the page it is on and returns what it has."""

PAGES = 400
"""Pages of a PDF that are read."""

TABLE_PAGES = 40
"""Pages of a PDF that are searched for tables, which costs ten times as much as their text."""

ROWS = 5_000
"""Rows of one sheet or table that are read."""

CHARACTERS = 1_000_000
"""Characters of Markdown that are kept."""

UNPACKED = 150 * 1024 * 1024
"""Bytes that a zip file may say it unpacks to."""

RATIO = 200
"""Times its packed size that one entry of more than `RATIO_FROM` bytes may unpack to."""

RATIO_FROM = 4 * 1024 * 1024
ENTRIES = 4_000
"""Entries of a zip file."""

DOCUMENTS_PER_CHILD = 200
"""Documents after which the child is replaced, so that what leaks stays small."""
