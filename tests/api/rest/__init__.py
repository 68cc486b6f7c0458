"""Contract tests of /engine-rest: shapes and quirks as recorded from real clients in the reference."""
