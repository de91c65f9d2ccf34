"""What the database itself refuses, as SQL for the migration: a report is only its inspector's, and stays."""

from typing import Final

APPEND_ONLY: Final = ("cert_inspection_report", "cert_inspection_answer")

_REFUSE: Final = """
CREATE FUNCTION cert_inspection_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'What was seen on a visit is only added to: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

_GUARDS: Final = """
CREATE FUNCTION cert_inspection_visit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'open' OR NEW.case_number <> OLD.case_number THEN
        RAISE EXCEPTION 'Visit % is closed, or its case stays.', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cert_inspection_visit_guard BEFORE UPDATE OR DELETE ON cert_inspection_visit
    FOR EACH ROW EXECUTE FUNCTION cert_inspection_visit();
CREATE FUNCTION cert_inspection_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held record;
BEGIN
    SELECT state, inspector_id INTO held FROM cert_inspection_visit WHERE id = NEW.visit_id FOR UPDATE;
    IF held.state <> 'open' OR held.inspector_id <> NEW.by_id THEN
        RAISE EXCEPTION 'The report of visit % is written by its inspector, once.', NEW.visit_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cert_inspection_report_guard BEFORE INSERT ON cert_inspection_report
    FOR EACH ROW EXECUTE FUNCTION cert_inspection_report();
CREATE FUNCTION cert_inspection_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT v.state FROM cert_inspection_report r JOIN cert_inspection_visit v ON v.id = r.visit_id
        WHERE r.id = NEW.report_id) <> 'open' THEN
        RAISE EXCEPTION 'The report is closed: no answer is added.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cert_inspection_answer_guard BEFORE INSERT ON cert_inspection_answer
    FOR EACH ROW EXECUTE FUNCTION cert_inspection_answer();
CREATE FUNCTION cert_inspection_photo() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_visit bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.visit_id ELSE NEW.visit_id END;
BEGIN
    IF (SELECT state FROM cert_inspection_visit WHERE id = of_visit) <> 'open'
       OR EXISTS (SELECT 1 FROM cert_inspection_report WHERE visit_id = of_visit) THEN
        RAISE EXCEPTION 'The photographs of visit % stay as they came.', of_visit
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER cert_inspection_photo_guard BEFORE INSERT OR UPDATE OR DELETE ON cert_inspection_photo
    FOR EACH ROW EXECUTE FUNCTION cert_inspection_photo();
"""


def _append_only(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_unchanged BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION cert_inspection_refuse();
CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION cert_inspection_refuse();
"""


CREATE: Final = "".join((_REFUSE, _GUARDS, *(_append_only(table) for table in APPEND_ONLY)))
DROP: Final = "".join(
    f"DROP FUNCTION cert_inspection_{name}() CASCADE; "
    for name in ("refuse", "visit", "report", "answer", "photo")
)
