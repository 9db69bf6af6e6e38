"""How long a test waits for what must come. A busy machine is no fault: only what never comes is one."""

PATIENCE = 240.0  # seconds; a test that hangs is ended by pytest at 300
