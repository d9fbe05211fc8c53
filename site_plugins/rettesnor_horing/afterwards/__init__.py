"""After a round: answer letters, the journal, packages for the archive, and the jobs that make
them."""
