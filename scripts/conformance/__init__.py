"""What Banli runs and what it refuses, measured: the element matrix, folders of BPMN files, the DMN TCK."""
