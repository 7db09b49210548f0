"""The command line: reads options, builds objects, maps errors to exit codes."""
