"""What stands in the sandbox in place of modules of the course that hold answers."""
