"""Our view rows as Camunda's JSON objects: every field always there, null where it is empty, in Camunda's order."""
