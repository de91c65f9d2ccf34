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

#: What became of it is written once; the rest stays as it was.
CREATE_ENDS: Final = """
CREATE FUNCTION exhibitions_till_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    start text := TG_ARGV[0];
    made jsonb := to_jsonb(NEW);
    held jsonb;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF made->>'state' <> start THEN
            RAISE EXCEPTION 'A row of % begins as %.', TG_TABLE_NAME, start
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    held := to_jsonb(OLD);
    IF held->>'state' <> start OR made->>'state' = start THEN
        RAISE EXCEPTION 'A row of % ends once.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    FOR at IN 1 .. TG_NARGS - 1 LOOP
        held := held - TG_ARGV[at];
        made := made - TG_ARGV[at];
    END LOOP;
    IF held <> made THEN
        RAISE EXCEPTION 'Of a row of % only its end is written.', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_ends BEFORE INSERT OR UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION exhibitions_till_ends_once({written});
CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_till_refuse();
CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_till_refuse();
"""
    for table, written in (
        (
            "exhibitions_till_setaside",
            "'aside', 'state', 'ended_at', 'ended_by_id', 'ended_with_id', 'ended_cash'",
        ),
        ("exhibitions_till_moneyproposal", "'proposed', 'state', 'decided_at', 'decided_by_id', 'why'"),
    )
)
DROP_ENDS: Final = "DROP FUNCTION exhibitions_till_ends_once() CASCADE;"
