"""
What the database itself refuses, as SQL for the migration: a visit stays, and what was accepted is not
undone.
"""

from typing import Final

CREATE: Final = """
CREATE FUNCTION logistics_rounds_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'What drivers did is only added to: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER logistics_rounds_visit_unchanged BEFORE UPDATE OR DELETE ON logistics_rounds_visit
    FOR EACH STATEMENT EXECUTE FUNCTION logistics_rounds_refuse();
CREATE TRIGGER logistics_rounds_visit_kept BEFORE TRUNCATE ON logistics_rounds_visit
    FOR EACH STATEMENT EXECUTE FUNCTION logistics_rounds_refuse();
CREATE FUNCTION logistics_rounds_stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM logistics_rounds_visit WHERE stop_id = OLD.id)
       AND (TG_OP = 'DELETE' OR (NEW.round_id, NEW.place_code, NEW.grams)
            IS DISTINCT FROM (OLD.round_id, OLD.place_code, OLD.grams)) THEN
        RAISE EXCEPTION 'Stop % was visited: it stays in its round.', OLD.id USING ERRCODE =
        'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER logistics_rounds_stop_guard BEFORE UPDATE OR DELETE ON logistics_rounds_stop
    FOR EACH ROW EXECUTE FUNCTION logistics_rounds_stop();
"""
DROP: Final = (
    "DROP FUNCTION logistics_rounds_refuse() CASCADE; DROP FUNCTION logistics_rounds_stop() CASCADE;"
)
