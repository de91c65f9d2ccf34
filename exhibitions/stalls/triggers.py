"""
What the database itself refuses, as SQL for the migration: published rules changed, histories changed, a
seed that is not the promised one, a quota exceeded.
"""

from typing import Final

_UNCHANGED: Final = ("weight", "quota", "change", "verdict", "gateentry")

_KEPT: Final = """
CREATE TRIGGER exhibitions_stalls_NAME_unchanged BEFORE UPDATE OR DELETE ON exhibitions_stalls_NAME
    FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_stalls_refuse();
CREATE TRIGGER exhibitions_stalls_NAME_kept BEFORE TRUNCATE ON exhibitions_stalls_NAME
    FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_stalls_refuse();
"""

_REFUSE: Final = """
CREATE FUNCTION exhibitions_stalls_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'What was published or decided is only added to: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

_GUARDS: Final = """
CREATE FUNCTION exhibitions_stalls_call() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' OR
       (NEW.exhibition_code, NEW.commitment, NEW.seed_sealed, NEW.far_districts, NEW.daily_allowance,
        NEW.travel_most, NEW.no_shows_most, NEW.grievances_most, NEW.late_percent_most)
       IS DISTINCT FROM
       (OLD.exhibition_code, OLD.commitment, OLD.seed_sealed, OLD.far_districts, OLD.daily_allowance,
        OLD.travel_most, OLD.no_shows_most, OLD.grievances_most, OLD.late_percent_most) THEN
        RAISE EXCEPTION 'The rules of call % are published: they stay.', OLD.exhibition_code
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.seed <> '' AND NEW.seed <> OLD.seed THEN
        RAISE EXCEPTION 'The draw of % is open: its seed stays.', OLD.exhibition_code
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.seed <> '' AND encode(sha256(convert_to(NEW.seed, 'UTF8')), 'hex') <> NEW.commitment THEN
        RAISE EXCEPTION 'This is not the seed that was promised for %.', OLD.exhibition_code
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exhibitions_stalls_call_guard BEFORE UPDATE OR DELETE ON exhibitions_stalls_call
    FOR EACH ROW EXECUTE FUNCTION exhibitions_stalls_call();

CREATE FUNCTION exhibitions_stalls_quota() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE full_one record;
BEGIN
    PERFORM 1 FROM exhibitions_stalls_call WHERE id = NEW.call_id FOR UPDATE;
    SELECT q.by AS kind, q.name AS named INTO full_one FROM exhibitions_stalls_quota q
     WHERE q.call_id = NEW.call_id
       AND ((q.by = 'district' AND q.name = NEW.district) OR (q.by = 'craft' AND q.name = NEW.craft))
       AND (SELECT count(*) FROM exhibitions_stalls_holding h
             WHERE h.call_id = NEW.call_id AND h.ended_at IS NULL
               AND ((q.by = 'district' AND h.district = q.name) OR (q.by = 'craft' AND h.craft = q.name)))
           >= q.most
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'The quota of % % is full.', full_one.kind, full_one.named
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stalls_quota_full';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exhibitions_stalls_holding_quota BEFORE INSERT ON exhibitions_stalls_holding
    FOR EACH ROW WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION exhibitions_stalls_quota();

CREATE FUNCTION exhibitions_stalls_holding() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL OR
       (NEW.call_id, NEW.application_id, NEW.stall_code, NEW.district, NEW.craft, NEW.since)
       IS DISTINCT FROM
       (OLD.call_id, OLD.application_id, OLD.stall_code, OLD.district, OLD.craft, OLD.since) THEN
        RAISE EXCEPTION 'Who held stall % stays as it was.', OLD.stall_code
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exhibitions_stalls_holding_guard BEFORE UPDATE OR DELETE ON exhibitions_stalls_holding
    FOR EACH ROW EXECUTE FUNCTION exhibitions_stalls_holding();

CREATE FUNCTION exhibitions_stalls_proposal() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'proposed' OR
       (NEW.call_id, NEW.given, NEW.digest, NEW.proposed_by_id)
       IS DISTINCT FROM (OLD.call_id, OLD.given, OLD.digest, OLD.proposed_by_id) THEN
        RAISE EXCEPTION 'A proposed allotment stays as it was proposed.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exhibitions_stalls_proposal_guard BEFORE UPDATE OR DELETE ON exhibitions_stalls_proposal
    FOR EACH ROW EXECUTE FUNCTION exhibitions_stalls_proposal();

CREATE FUNCTION exhibitions_stalls_allowance() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'proposed' OR
       (NEW.application_id, NEW.kind, NEW.amount, NEW.proposed_by_id)
       IS DISTINCT FROM (OLD.application_id, OLD.kind, OLD.amount, OLD.proposed_by_id) THEN
        RAISE EXCEPTION 'An allowance stays as it was proposed and decided.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exhibitions_stalls_allowance_guard BEFORE UPDATE OR DELETE ON exhibitions_stalls_allowance
    FOR EACH ROW EXECUTE FUNCTION exhibitions_stalls_allowance();
"""

CREATE: Final = "".join((_REFUSE, *(_KEPT.replace("NAME", name) for name in _UNCHANGED), _GUARDS))
DROP: Final = "".join(
    f"DROP FUNCTION IF EXISTS exhibitions_stalls_{name}() CASCADE;"
    for name in ("refuse", "call", "quota", "holding", "proposal", "allowance")
)
