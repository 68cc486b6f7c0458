"""Bytes into frozen typed models of BPMN, DMN and forms: the only home of lxml."""
