"""
What the database itself refuses, as SQL. The migration runs it; a test compares the table with ``states``.

A script may forget, and somebody with a database prompt may try: that nobody verifies what she measured, that
nothing is changed once it was handed in, and that a chain of custody has no gap.
"""

from typing import Final

#: As in ``states.TRANSITIONS``; written out, because a migration does not change with the code.
PAIRS: Final = (
    "sealed>received",
    "sealed>rejected",
    "received>in-work",
    "received>rejected",
    "in-work>entered",
    "in-work>rejected",
    "entered>in-work",
    "entered>released",
    "released>retracted",
)
APPEND_ONLY: Final = (
    "cert_laboratory_samplechange",
    "cert_laboratory_custodystep",
    "cert_laboratory_result",
    "cert_laboratory_retestorder",
)

_REFUSE: Final = """
CREATE FUNCTION cert_laboratory_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'What was measured is only added to: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

_SAMPLE: Final = """
CREATE FUNCTION cert_laboratory_sample() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Sample % stays.', OLD.code USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state NOT IN ('sealed', 'received')
           OR NEW.analyst_id IS NOT NULL OR NEW.verifier_id IS NOT NULL
           OR (NEW.state = 'received' AND NEW.retest_of_id IS NULL) THEN
            RAISE EXCEPTION 'A sample begins under its seal.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.code, NEW.origin, NEW.case_number, NEW.version_id, NEW.seal, NEW.quantity, NEW.unit,
        NEW.taken_by_id, NEW.taken_at) IS DISTINCT FROM (OLD.code, OLD.origin, OLD.case_number,
        OLD.version_id, OLD.seal,
        OLD.quantity, OLD.unit, OLD.taken_by_id, OLD.taken_at)
       OR NEW.retest_of_id IS DISTINCT FROM OLD.retest_of_id THEN
        RAISE EXCEPTION 'Whose sample % is, and what is in it, stays.', OLD.code
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ({pairs}) THEN
        RAISE EXCEPTION 'Sample % does not go from % to %.', OLD.code, OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.analyst_id IS DISTINCT FROM OLD.analyst_id
       AND (OLD.state, NEW.state) <> ('received', 'in-work') THEN
        RAISE EXCEPTION 'Who measures sample % stays.', OLD.code USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.verifier_id IS DISTINCT FROM OLD.verifier_id AND OLD.state <> 'entered' THEN
        RAISE EXCEPTION 'Who verifies sample % stays.', OLD.code USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state IN ('released', 'rejected', 'retracted') AND NEW.state = OLD.state THEN
        RAISE EXCEPTION 'Sample % is closed.', OLD.code USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'received' AND OLD.state = 'sealed' AND NOT EXISTS (
        SELECT 1 FROM cert_laboratory_custodystep c
        WHERE c.sample_id = NEW.id AND c.holder = 'laboratory') THEN
        RAISE EXCEPTION 'The custody chain of sample % does not end with the laboratory.', OLD.code
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'released' AND OLD.state <> 'released' AND (
        NEW.verifier_id IS NULL
        OR EXISTS (SELECT 1 FROM cert_laboratory_result r
                   WHERE r.sample_id = NEW.id AND r.entered_by_id = NEW.verifier_id)
        OR NOT EXISTS (SELECT 1 FROM cert_laboratory_result r WHERE r.sample_id = NEW.id)) THEN
        RAISE EXCEPTION 'Sample % is verified by somebody who did not measure it.', OLD.code
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cert_laboratory_sample_guard BEFORE INSERT OR UPDATE OR DELETE ON cert_laboratory_sample
    FOR EACH ROW EXECUTE FUNCTION cert_laboratory_sample();
CREATE FUNCTION cert_laboratory_history() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'INSERT' OR NEW.state <> OLD.state THEN
        INSERT INTO cert_laboratory_samplechange (sample_id, state, at, by_id, reason)
        VALUES (NEW.id, NEW.state, NEW.changed_at, NEW.changed_by_id, NEW.reason);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER cert_laboratory_sample_history AFTER INSERT OR UPDATE ON cert_laboratory_sample
    FOR EACH ROW EXECUTE FUNCTION cert_laboratory_history();
"""

_RESULT: Final = """
CREATE FUNCTION cert_laboratory_entered() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held record;
BEGIN
    SELECT code, state, analyst_id INTO held FROM cert_laboratory_sample WHERE id = NEW.sample_id FOR UPDATE;
    IF held.state <> 'in-work' OR NEW.entered_by_id IS DISTINCT FROM held.analyst_id THEN
        RAISE EXCEPTION 'Results are entered while sample % is measured, by who measures it.', held.code
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cert_laboratory_result_entered BEFORE INSERT ON cert_laboratory_result
    FOR EACH ROW EXECUTE FUNCTION cert_laboratory_entered();
"""

_CUSTODY: Final = """
CREATE FUNCTION cert_laboratory_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
    PERFORM 1 FROM cert_laboratory_sample WHERE id = NEW.sample_id FOR UPDATE;
    SELECT position, holder, at INTO last FROM cert_laboratory_custodystep
        WHERE sample_id = NEW.sample_id ORDER BY position DESC LIMIT 1;
    IF NOT FOUND THEN
        IF NEW.position <> 1 OR NEW.giver <> '' THEN
            RAISE EXCEPTION 'A custody chain begins with its first step.' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF NEW.position <> last.position + 1 OR NEW.giver <> last.holder OR NEW.at < last.at
          OR last.holder = 'laboratory' THEN
        RAISE EXCEPTION 'The custody chain has a gap: it ends with % at %.', last.holder, last.at
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cert_laboratory_custodystep_chain BEFORE INSERT ON cert_laboratory_custodystep
    FOR EACH ROW EXECUTE FUNCTION cert_laboratory_chain();
"""


def _append_only(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_unchanged BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION cert_laboratory_refuse();
CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION cert_laboratory_refuse();
"""


CREATE: Final = "".join(
    (
        _REFUSE,
        _SAMPLE.replace("{pairs}", ", ".join(f"'{each}'" for each in PAIRS)),
        _RESULT,
        _CUSTODY,
        *(_append_only(table) for table in APPEND_ONLY),
    )
)
DROP: Final = (
    "DROP FUNCTION cert_laboratory_refuse() CASCADE; DROP FUNCTION cert_laboratory_sample() CASCADE; "
    "DROP FUNCTION cert_laboratory_history() CASCADE; DROP FUNCTION cert_laboratory_entered() CASCADE; "
    "DROP FUNCTION cert_laboratory_chain() CASCADE;"
)
