"""Known wrong answers, one module for each notebook: each is code that makes the mistake."""
