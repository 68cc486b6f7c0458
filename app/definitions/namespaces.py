"""The XML namespaces Banli reads, and the dialects it folds into Camunda 7's."""

from __future__ import annotations

BPMN = "bpmn"
DMN = "dmn"
CAMUNDA = "camunda"
DIAGRAM = "diagram"
"""Short names of the spaces of an `XmlElement`; any other space stays a URI."""

SPACES = {
    "http://www.omg.org/spec/BPMN/20100524/MODEL": BPMN,
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": DMN,
    "http://www.omg.org/spec/DMN/20180521/MODEL/": DMN,
    "https://www.omg.org/spec/DMN/20191111/MODEL/": DMN,
    "https://www.omg.org/spec/DMN/20211108/MODEL/": DMN,
    "https://www.omg.org/spec/DMN/20230324/MODEL/": DMN,
    "http://camunda.org/schema/1.0/bpmn": CAMUNDA,
    "http://camunda.org/schema/1.0/dmn": CAMUNDA,
    "http://operaton.org/schema/1.0/bpmn": CAMUNDA,
    "http://operaton.org/schema/1.0/dmn": CAMUNDA,
    "http://cibseven.org/schema/1.0/bpmn": CAMUNDA,
    "http://cibseven.org/schema/1.0/dmn": CAMUNDA,
    "http://activiti.org/bpmn": CAMUNDA,
    "http://flowable.org/bpmn": CAMUNDA,
    "http://flowable.org/dmn": CAMUNDA,
    "http://www.omg.org/spec/BPMN/20100524/DI": DIAGRAM,
    "http://www.omg.org/spec/DD/20100524/DI": DIAGRAM,
    "http://www.omg.org/spec/DD/20100524/DC": DIAGRAM,
    "http://www.omg.org/spec/DMN/20180521/DMNDI/": DIAGRAM,
    "http://www.omg.org/spec/DMN/20180521/DI/": DIAGRAM,
    "http://www.omg.org/spec/DMN/20180521/DC/": DIAGRAM,
    "https://www.omg.org/spec/DMN/20191111/DMNDI/": DIAGRAM,
    "https://www.omg.org/spec/DMN/20230324/DMNDI/": DIAGRAM,
}

EXECUTABLE_BY_DEFAULT = frozenset({"http://activiti.org/bpmn", "http://flowable.org/bpmn"})
"""Dialects in which a process that does not say `isExecutable` is executable; elsewhere it is not."""

OTHER_ENGINES = {
    "http://camunda.org/schema/zeebe/1.0": "Camunda 8 (Zeebe)",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "SpiffWorkflow",
}
"""Extensions that tell another engine what to do: to run the diagram without them would be wrong, so it is refused."""

HARMLESS = frozenset(
    {
        "http://www.w3.org/2001/XMLSchema-instance",
        "http://camunda.org/schema/modeler/1.0",
        "http://bpmn.io/schema/bpmn",
        "http://bpmn.io/schema/bpmn/biocolor/1.0",
        "http://bpmn.io/schema/dmn/biodi/1.0",
        "http://bpmn.io/schema/dmn/biodi/2.0",
        "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
        "http://www.w3.org/XML/1998/namespace",
    }
)
"""Notes of drawing tools, ignored without a word; every other foreign space is ignored with a warning."""
