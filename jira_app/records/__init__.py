"""Who did what, when and why: a history that nobody can alter unnoticed, and that can forget."""
