"""The element matrix: a minimal diagram and a story for every element of BPMN 2.0 at every place it may stand."""
