"""The store: SQLModel tables, query functions and migrations. It decides nothing and commits nothing."""
