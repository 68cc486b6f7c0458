"""Migration of instances between definitions: the plan, its checks, and carrying it out."""
