"""Alembic's environment: run by `store.creation.migrate` alone, on a connection that is handed in."""
