"""The same five workloads on Banli, Operaton, Flowable and bare SpiffWorkflow, in one run on one PostgreSQL."""
