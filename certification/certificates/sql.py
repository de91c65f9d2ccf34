"""Triggers: what holds for raw SQL as well, made from ``states.TRANSITIONS``."""

from typing import Final

from certification.certificates.states import TRANSITIONS

_PAIRS: Final = ", ".join(
    f"('{old}', '{new}')" for old, following in TRANSITIONS.items() for new in sorted(following)
)

GUARDS: Final = f"""
-- What a search reads stays small: results and facts lie beside the table.
ALTER TABLE cert_certificates_certificate SET (toast_tuple_target = 1024);
ALTER TABLE cert_certificates_certificate ALTER COLUMN search SET STORAGE MAIN;
CREATE FUNCTION cert_certificates_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'Certificates and their history are only added to: %% of %% is refused.',
        TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION cert_series_step() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.prefix <> OLD.prefix OR NEW.financial_year <> OLD.financial_year
            OR NEW.last_serial NOT IN (OLD.last_serial, OLD.last_serial + 1) THEN
        RAISE EXCEPTION 'Numbers of certificates go up by one.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION cert_certificate_issued() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE granted record; series record;
BEGIN
    SELECT d.outcome, d.quantity, d.grade_code, c.number, c.group_code, c.product_id, c.lot_number
        INTO granted FROM cert_cases_decisionrow d JOIN cert_cases_case c ON c.id = d.case_id
        WHERE d.id = NEW.decision_id;
    IF granted IS NULL OR granted.outcome NOT IN ('grant', 'grant-part') THEN
        RAISE EXCEPTION 'A certificate is issued for a granting decision only.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF granted.number <> NEW.case_number OR granted.group_code <> NEW.group_code
            OR granted.product_id <> NEW.product_id OR granted.lot_number <> NEW.lot_number
            OR granted.quantity <> NEW.quantity OR granted.grade_code <> NEW.grade_code THEN
        RAISE EXCEPTION 'The certificate says something else than the decision.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> 'valid' THEN
        RAISE EXCEPTION 'A certificate begins as valid.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT prefix, financial_year, last_serial INTO series FROM cert_certificates_numberseries
        WHERE id = NEW.series_id;
    IF NEW.serial <> series.last_serial OR NEW.number <> series.prefix || '-'
            || lpad((series.financial_year %% 100)::text, 2, '0')
            || '-' || lpad(NEW.serial::text, 6, '0') THEN
        RAISE EXCEPTION 'The number of a certificate is the next of its series.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION cert_certificate_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF to_jsonb(NEW) - 'state' - 'changed_at' <> to_jsonb(OLD) - 'state' - 'changed_at' THEN
        RAISE EXCEPTION 'What a certificate says is not changed.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN ({_PAIRS}) THEN
        RAISE EXCEPTION 'A certificate that is %% does not become %%.', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION cert_certificate_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last_state text; now_state text;
BEGIN
    SELECT state INTO now_state FROM cert_certificates_certificate WHERE id = NEW.id;
    SELECT state INTO last_state FROM cert_certificates_certificatechange
        WHERE certificate_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF last_state IS DISTINCT FROM now_state THEN
        RAISE EXCEPTION 'A certificate changes its state together with its history.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION cert_key_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.kid <> OLD.kid OR NEW.public_jwk <> OLD.public_jwk OR NEW.created_at <> OLD.created_at
            OR (OLD.retired_at IS NOT NULL AND NEW.retired_at IS DISTINCT FROM OLD.retired_at)
            OR (OLD.compromised_at IS NOT NULL
                AND NEW.compromised_at IS DISTINCT FROM OLD.compromised_at) THEN
        RAISE EXCEPTION 'A key is retired or called compromised once, and not changed.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cert_series_step BEFORE UPDATE ON cert_certificates_numberseries
    FOR EACH ROW EXECUTE FUNCTION cert_series_step();
CREATE TRIGGER cert_certificate_issued BEFORE INSERT ON cert_certificates_certificate
    FOR EACH ROW EXECUTE FUNCTION cert_certificate_issued();
CREATE TRIGGER cert_certificate_changed BEFORE UPDATE ON cert_certificates_certificate
    FOR EACH ROW EXECUTE FUNCTION cert_certificate_changed();
CREATE CONSTRAINT TRIGGER cert_certificate_told AFTER INSERT OR UPDATE OF state
    ON cert_certificates_certificate DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION cert_certificate_told();
CREATE TRIGGER cert_key_kept BEFORE UPDATE ON cert_certificates_signingkey
    FOR EACH ROW EXECUTE FUNCTION cert_key_kept();
CREATE TRIGGER cert_certificates_numberseries_undeleted BEFORE DELETE ON cert_certificates_numberseries
    FOR EACH STATEMENT EXECUTE FUNCTION cert_certificates_refuse();
CREATE TRIGGER cert_certificates_certificate_undeleted BEFORE DELETE ON cert_certificates_certificate
    FOR EACH STATEMENT EXECUTE FUNCTION cert_certificates_refuse();
CREATE TRIGGER cert_certificates_certificatechange_unchanged BEFORE UPDATE OR DELETE
    ON cert_certificates_certificatechange FOR EACH STATEMENT EXECUTE FUNCTION cert_certificates_refuse();
CREATE TRIGGER cert_certificates_credential_unchanged BEFORE UPDATE OR DELETE
    ON cert_certificates_credential FOR EACH STATEMENT EXECUTE FUNCTION cert_certificates_refuse();
CREATE TRIGGER cert_certificates_certificate_kept BEFORE TRUNCATE ON cert_certificates_certificate
    FOR EACH STATEMENT EXECUTE FUNCTION cert_certificates_refuse();
CREATE TRIGGER cert_certificates_certificatechange_kept BEFORE TRUNCATE ON cert_certificates_certificatechange
    FOR EACH STATEMENT EXECUTE FUNCTION cert_certificates_refuse();
CREATE TRIGGER cert_certificates_credential_kept BEFORE TRUNCATE ON cert_certificates_credential
    FOR EACH STATEMENT EXECUTE FUNCTION cert_certificates_refuse();
""".replace("%%", "%")  # noqa: S608

UNGUARD: Final = """
DROP FUNCTION cert_certificates_refuse() CASCADE;
DROP FUNCTION cert_series_step() CASCADE;
DROP FUNCTION cert_certificate_issued() CASCADE;
DROP FUNCTION cert_certificate_changed() CASCADE;
DROP FUNCTION cert_certificate_told() CASCADE;
DROP FUNCTION cert_key_kept() CASCADE;
"""
