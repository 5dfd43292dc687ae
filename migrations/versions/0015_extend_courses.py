"""Add what lessons hold beside their text: aims, practice tasks, prompts, pictures; and withdrawal."""

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
