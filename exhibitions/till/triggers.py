"""What the database itself refuses, as SQL for the migration: what a tablet signed stays as it came."""

from typing import Final

_TABLES: Final = ("exhibitions_till_entry", "exhibitions_till_oddentry")

CREATE: Final = """
CREATE FUNCTION exhibitions_till_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'What a till has signed is only added to: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_unchanged BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_till_refuse();
CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_till_refuse();
"""
    for table in _TABLES
)
DROP: Final = "DROP FUNCTION exhibitions_till_refuse() CASCADE;"
