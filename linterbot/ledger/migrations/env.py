"""Gives alembic its connection and the tables; run by `linterbot.ledger`, never by hand."""

from alembic import context

from linterbot.ledger.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
