"""What everyone may know: commands, events, records, value objects, errors and ports; standard library only."""
