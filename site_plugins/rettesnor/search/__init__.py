"""Search: pages -> an index in small files, which the reader's browser searches by itself."""
