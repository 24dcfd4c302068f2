"""What is kept: one database, written by one writer, a visit at a time."""
