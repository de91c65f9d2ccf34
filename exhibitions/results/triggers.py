"""What the database refuses: a decided settlement changes no more, nor do lines; states move by the table."""

from typing import Final

from exhibitions.results.states import SETTLEMENT_TRANSITIONS

_ALLOWED: Final = ", ".join(
    f"('{source.value}', '{target.value}')"
    for source, targets in SETTLEMENT_TRANSITIONS.items()
    for target in sorted(targets)
)

#: Only words of our own tables stand in it.
CREATE: Final = f"""
CREATE FUNCTION exhibitions_results_settlement() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'proposed' THEN
            RAISE EXCEPTION 'A settlement begins as a proposal.' USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF (OLD.state, NEW.state) NOT IN ({_ALLOWED}) OR (NEW.exhibition, NEW.digest, NEW.proposed_by_id)
            IS DISTINCT FROM (OLD.exhibition, OLD.digest, OLD.proposed_by_id) THEN
        RAISE EXCEPTION 'The settlement of % was decided or would be another one.', OLD.exhibition
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exhibitions_results_settlement BEFORE INSERT OR UPDATE ON exhibitions_results_settlement
    FOR EACH ROW EXECUTE FUNCTION exhibitions_results_settlement();
CREATE FUNCTION exhibitions_results_line() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'What a settlement says is not changed: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER exhibitions_results_line_unchanged BEFORE UPDATE OR DELETE
    ON exhibitions_results_settlementline FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_results_line();
CREATE TRIGGER exhibitions_results_line_kept BEFORE TRUNCATE ON exhibitions_results_settlementline
    FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_results_line();
CREATE TRIGGER exhibitions_results_till_unchanged BEFORE UPDATE OR DELETE
    ON exhibitions_results_settlementtill FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_results_line();
CREATE TRIGGER exhibitions_results_till_kept BEFORE TRUNCATE ON exhibitions_results_settlementtill
    FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_results_line();
"""
DROP: Final = """
DROP TRIGGER exhibitions_results_settlement ON exhibitions_results_settlement;
DROP TRIGGER exhibitions_results_line_unchanged ON exhibitions_results_settlementline;
DROP TRIGGER exhibitions_results_line_kept ON exhibitions_results_settlementline;
DROP TRIGGER exhibitions_results_till_unchanged ON exhibitions_results_settlementtill;
DROP TRIGGER exhibitions_results_till_kept ON exhibitions_results_settlementtill;
DROP FUNCTION exhibitions_results_settlement();
DROP FUNCTION exhibitions_results_line();
"""
