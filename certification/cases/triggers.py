"""
What the database itself refuses, as SQL. The migration runs it; the tests compare it with ``states``.

Code may forget, a script may not know, and somebody with a database prompt may try: that nobody decides what
she evaluated, that no state is jumped to, that history, findings and decisions are only added to.
"""

from typing import Final

#: As in ``states.TRANSITIONS``; written out, because a migration does not change with the code.
PAIRS: Final = (
    "submitted>incomplete",
    "submitted>complete",
    "submitted>withdrawn",
    "incomplete>submitted",
    "incomplete>withdrawn",
    "complete>assigned",
    "complete>incomplete",
    "complete>withdrawn",
    "assigned>evaluated",
    "assigned>complete",
    "assigned>withdrawn",
    "evaluated>granted",
    "evaluated>partly-granted",
    "evaluated>returned",
    "evaluated>refused",
    "evaluated>assigned",
    "granted>complete",
    "partly-granted>complete",
    "partly-granted>evaluated",
    "returned>submitted",
    "returned>withdrawn",
    "refused>evaluated",
)
APPEND_ONLY: Final = (
    "cert_cases_caseline",
    "cert_cases_findingrow",
    "cert_cases_retraction",
    "cert_cases_evaluator",
    "cert_cases_decisionrow",
)

_REFUSE: Final = """
CREATE FUNCTION cert_cases_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'What happened to a case is only added to: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

_STATES: Final = """
CREATE FUNCTION cert_cases_states() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'submitted' OR NEW.round <> 1 THEN
            RAISE EXCEPTION 'A case begins as asked for.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.number <> OLD.number OR NEW.group_code <> OLD.group_code OR NEW.applied_at <> OLD.applied_at
       OR NEW.place_key <> OLD.place_key OR NEW.version_id <> OLD.version_id THEN
        RAISE EXCEPTION 'Number, group, place, standard and day of case % stay.', OLD.number
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.round NOT IN (OLD.round, OLD.round + 1) THEN
        RAISE EXCEPTION 'Case % goes from one round to the next.', OLD.number
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> OLD.state THEN
        IF NOT (OLD.state || '>' || NEW.state = ANY (ARRAY['{pairs}'])) THEN
            RAISE EXCEPTION 'Case % cannot go from % to %.', OLD.number, OLD.state, NEW.state
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state IN ('granted', 'partly-granted', 'returned', 'refused') AND NOT EXISTS (
            SELECT 1 FROM cert_cases_decisionrow d WHERE d.case_id = NEW.id AND d.round = NEW.round
               AND CASE d.outcome WHEN 'grant' THEN 'granted' WHEN 'grant-part' THEN 'partly-granted'
                                  WHEN 'return' THEN 'returned' ELSE 'refused' END = NEW.state) THEN
            RAISE EXCEPTION 'Nobody decided that case % is %.', OLD.number, NEW.state
                USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.state IN ('refused', 'partly-granted') AND NEW.state = 'evaluated' AND NOT EXISTS (
            SELECT 1 FROM cert_cases_appealrow a
             WHERE a.case_id = NEW.id AND a.round = OLD.round AND a.state = 'upheld') THEN
            RAISE EXCEPTION 'No appeal of case % was upheld.', OLD.number USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.state IN ('granted', 'partly-granted', 'returned', 'refused') AND NEW.state <> 'withdrawn'
           AND NEW.round <> OLD.round + 1 THEN
            RAISE EXCEPTION 'Case % is decided; what follows is another round.', OLD.number
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cert_cases_case_states BEFORE INSERT OR UPDATE ON cert_cases_case
    FOR EACH ROW EXECUTE FUNCTION cert_cases_states();

-- Whoever changes a state writes it into the history, in the same transaction.
CREATE FUNCTION cert_cases_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE told text; held text; BEGIN
    SELECT state INTO held FROM cert_cases_case WHERE id = NEW.id;
    SELECT state INTO told FROM cert_cases_caseline WHERE case_id = NEW.id ORDER BY seq DESC LIMIT 1;
    IF held IS NOT NULL AND told IS DISTINCT FROM held THEN
        RAISE EXCEPTION 'The history of case % does not tell that it is %.', NEW.number, held
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cert_cases_case_told AFTER INSERT OR UPDATE OF state ON cert_cases_case
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cert_cases_told();
"""

_SEAL: Final = """
CREATE FUNCTION cert_cases_part(part text) RETURNS text LANGUAGE sql IMMUTABLE AS
    $$ SELECT length(part) || ':' || part $$;
CREATE FUNCTION cert_cases_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE named text; last record; BEGIN
    SELECT number INTO named FROM cert_cases_case WHERE id = NEW.case_id FOR UPDATE;
    SELECT seq, seal INTO last FROM cert_cases_caseline WHERE case_id = NEW.case_id ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(last.seq, 0) + 1;
    NEW.previous := coalesce(last.seal, '');
    NEW.seal := encode(sha256(convert_to(
        cert_cases_part(NEW.previous) || cert_cases_part(named) || cert_cases_part(NEW.seq::text)
        || cert_cases_part(to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'))
        || cert_cases_part(NEW.actor) || cert_cases_part(NEW.on_behalf_of) || cert_cases_part(NEW.what)
        || cert_cases_part(NEW.words) || cert_cases_part(NEW.state) || cert_cases_part(NEW.facts),
        'UTF8')), 'hex');
    RETURN NEW;
END $$;
CREATE TRIGGER cert_cases_caseline_sealed BEFORE INSERT ON cert_cases_caseline
    FOR EACH ROW EXECUTE FUNCTION cert_cases_seal();
"""

_IMPARTIAL: Final = """
-- Why somebody may not decide a case, or look at its appeal; empty where she may.
CREATE FUNCTION cert_cases_partial(wanted bigint, who bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM cert_cases_evaluator e WHERE e.case_id = wanted AND e.user_id = who)
          OR EXISTS (SELECT 1 FROM cert_cases_findingrow f
                      WHERE f.case_id = wanted AND f.by_id = who AND f.source <> 'declared')
          OR EXISTS (SELECT 1 FROM cert_cases_case c WHERE c.id = wanted AND c.inspector_id = who)
        THEN 'evaluated it'
        WHEN EXISTS (SELECT 1 FROM cert_cases_case c WHERE c.id = wanted AND c.applied_by_id = who)
        THEN 'applied for it'
        WHEN EXISTS (SELECT 1 FROM cert_cases_interestrow i JOIN cert_cases_case c ON c.id = wanted
                      WHERE i.user_id = who AND i.ended_at IS NULL
                        AND (i.group_code <> '' AND i.group_code = c.group_code
                             OR i.place_key <> '' AND i.place_key = c.place_key))
        THEN 'has a declared interest in it'
        ELSE '' END $$;

CREATE FUNCTION cert_cases_decide() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held record; why text; BEGIN
    SELECT number, state, round, quantity, subject INTO held
      FROM cert_cases_case WHERE id = NEW.case_id FOR UPDATE;
    IF held.state <> 'evaluated' OR held.round <> NEW.round THEN
        RAISE EXCEPTION 'Case % does not wait for decision % now.', held.number, NEW.round
            USING ERRCODE = 'check_violation';
    END IF;
    why := cert_cases_partial(NEW.case_id, NEW.decided_by_id);
    IF why = '' AND EXISTS (SELECT 1 FROM cert_cases_decisionrow d JOIN cert_cases_appealrow a
                                ON a.case_id = d.case_id AND a.round = d.round AND a.state = 'upheld'
                             WHERE d.case_id = NEW.case_id AND d.decided_by_id = NEW.decided_by_id) THEN
        why := 'decided it before the appeal';
    END IF;
    IF why <> '' THEN
        RAISE EXCEPTION 'Person % cannot decide case %: she %.', NEW.decided_by_id, held.number, why
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.outcome = 'grant-part' AND (held.subject <> 'lot' OR NEW.quantity >= held.quantity)
       OR NEW.outcome = 'grant' AND NEW.quantity <> held.quantity THEN
        RAISE EXCEPTION 'Case % cannot be granted for %.', held.number, NEW.quantity
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cert_cases_decisionrow_impartial BEFORE INSERT ON cert_cases_decisionrow
    FOR EACH ROW EXECUTE FUNCTION cert_cases_decide();

-- A decision that leaves its case waiting was made by somebody who went round the service.
CREATE FUNCTION cert_cases_followed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM cert_cases_case c WHERE c.id = NEW.case_id AND c.round = NEW.round
                  AND c.state = 'evaluated') THEN
        RAISE EXCEPTION 'A decision moves its case.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cert_cases_decisionrow_followed AFTER INSERT ON cert_cases_decisionrow
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cert_cases_followed();

CREATE FUNCTION cert_cases_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE why text; BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'asked' THEN
            RAISE EXCEPTION 'An appeal begins as asked for.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'asked' OR NEW.case_id <> OLD.case_id OR NEW.words <> OLD.words
       OR NEW.round <> OLD.round THEN
        RAISE EXCEPTION 'An appeal is answered once.' USING ERRCODE = 'check_violation';
    END IF;
    why := cert_cases_partial(NEW.case_id, NEW.decided_by_id);
    IF why = '' AND EXISTS (SELECT 1 FROM cert_cases_decisionrow d
                             WHERE d.case_id = NEW.case_id AND d.decided_by_id = NEW.decided_by_id) THEN
        why := 'decided it';
    END IF;
    IF why <> '' THEN
        RAISE EXCEPTION 'Person % cannot answer this appeal: she %.', NEW.decided_by_id, why
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cert_cases_appealrow_others BEFORE INSERT OR UPDATE ON cert_cases_appealrow
    FOR EACH ROW EXECUTE FUNCTION cert_cases_appeal();
"""

_FINDINGS: Final = """
CREATE FUNCTION cert_cases_found() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held record; BEGIN
    SELECT number, state, round INTO held FROM cert_cases_case WHERE id = NEW.case_id FOR UPDATE;
    IF NEW.round <> held.round OR NEW.source <> 'declared' AND held.state <> 'assigned' THEN
        RAISE EXCEPTION 'Case % is not being looked at.', held.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cert_cases_findingrow_in_time BEFORE INSERT ON cert_cases_findingrow
    FOR EACH ROW EXECUTE FUNCTION cert_cases_found();
"""


def create() -> str:
    kept = "".join(
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION cert_cases_refuse();\n"
        f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION cert_cases_refuse();\n"
        for table in APPEND_ONLY
    )
    states = _STATES.replace("{pairs}", "','".join(PAIRS))
    return "".join((_REFUSE, kept, states, _SEAL, _IMPARTIAL, _FINDINGS))


DROP: Final = "".join(
    f"DROP FUNCTION cert_cases_{name} CASCADE;"
    for name in (
        "refuse()",
        "states()",
        "told()",
        "seal()",
        "part(text)",
        "decide()",
        "followed()",
        "appeal()",
        "partial(bigint,bigint)",
        "found()",
    )
)
