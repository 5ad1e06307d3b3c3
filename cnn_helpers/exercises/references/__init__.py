"""The right answers, one module for each notebook; a release for students may leave them out."""
