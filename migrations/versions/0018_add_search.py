"""Add the search index."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# SQLite: the grams are split at spaces alone ("ascii" leaves every sign beyond ASCII as it is), without places.
FULL_TEXT = (
    """CREATE VIRTUAL TABLE search_index USING fts5(
        grams, content='search_document', content_rowid='id', detail=none, columnsize=0, prefix='1',
        tokenize="ascii tokenchars '_'"
    )""",
    """CREATE TRIGGER search_document_added AFTER INSERT ON search_document BEGIN
        INSERT INTO search_index (rowid, grams) VALUES (new.id, new.grams);
    END""",
    """CREATE TRIGGER search_document_removed AFTER DELETE ON search_document BEGIN
        INSERT INTO search_index (search_index, rowid, grams) VALUES ('delete', old.id, old.grams);
    END""",
    """CREATE TRIGGER search_document_changed AFTER UPDATE ON search_document BEGIN
        INSERT INTO search_index (search_index, rowid, grams) VALUES ('delete', old.id, old.grams);
        INSERT INTO search_index (rowid, grams) VALUES (new.id, new.grams);
    END""",
)

# PostgreSQL: counting reads rows but never their texts, so these are kept apart, however short. The planner does
# not know what it costs to fetch the grams of every row: only the function's own setting keeps it to the index.
WITH_GIN = (
    "ALTER TABLE search_document SET (toast_tuple_target = 128)",
    "CREATE INDEX ix_search_document_grams ON search_document USING gin (grams) WITH (gin_pending_list_limit = 512)",
    """CREATE FUNCTION search_index(wanted tsquery) RETURNS SETOF integer
        LANGUAGE sql STABLE ROWS 10 SET enable_seqscan = off
        AS 'SELECT id FROM search_document WHERE grams @@ wanted'""",
)


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("ref_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("folded_title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("folded_body", sa.Text(), nullable=False),
        sa.Column("grams", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint(
            "kind", "ref_id", "part", "language", name=op.f("uq_search_document_kind_ref_id_part_language")
        ),
    )
    if is_sqlite():
        for statement in FULL_TEXT:
            op.execute(statement)
    else:
        for statement in WITH_GIN:
            op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE search_index" if is_sqlite() else "DROP FUNCTION search_index")
    op.drop_table("search_document")
