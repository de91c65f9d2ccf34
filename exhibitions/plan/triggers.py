"""
What the database itself refuses, as SQL for the migration: states move by the table, stalls stand in the
hall and beside each other, an exhibition's days hold its programme and team, history is only added to.
"""

from typing import Final

from exhibitions.plan.states import EXHIBITION_TRANSITIONS

_ALLOWED: Final = ", ".join(
    f"('{source.value}', '{target.value}')"
    for source, targets in EXHIBITION_TRANSITIONS.items()
    for target in sorted(targets)
)

#: Only words of our own tables stand in it.
CREATE: Final = f"""
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE FUNCTION exhibitions_plan_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'What happened to an exhibition is only added to: % of % is refused.',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER exhibitions_plan_move_unchanged BEFORE UPDATE OR DELETE ON exhibitions_plan_exhibitionmove
    FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_plan_refuse();
CREATE TRIGGER exhibitions_plan_move_kept BEFORE TRUNCATE ON exhibitions_plan_exhibitionmove
    FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_plan_refuse();
CREATE TRIGGER exhibitions_plan_count_unchanged BEFORE UPDATE OR DELETE ON exhibitions_plan_gatecount
    FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_plan_refuse();
CREATE TRIGGER exhibitions_plan_count_kept BEFORE TRUNCATE ON exhibitions_plan_gatecount
    FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_plan_refuse();

CREATE FUNCTION exhibitions_plan_moves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'Exhibition % begins as a draft.', NEW.code USING ERRCODE = 'restrict_violation';
        END IF;
    ELSE
        IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN ({_ALLOWED}) THEN
            RAISE EXCEPTION 'Exhibition % cannot go from % to %.', OLD.code, OLD.state, NEW.state
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF OLD.state <> 'draft' AND (NEW.code, NEW.slug) IS DISTINCT FROM (OLD.code, OLD.slug) THEN
            RAISE EXCEPTION 'Exhibition % was announced: its code and address stay.', OLD.code
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exhibitions_plan_moves BEFORE INSERT OR UPDATE ON exhibitions_plan_exhibition
    FOR EACH ROW EXECUTE FUNCTION exhibitions_plan_moves();

CREATE FUNCTION exhibitions_plan_days() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM exhibitions_plan_programmeitem
                WHERE exhibition_id = NEW.id AND day NOT BETWEEN NEW.opens_on AND NEW.closes_on) THEN
        RAISE EXCEPTION 'Exhibition % has a programme on other days.', NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_programme_day';
    END IF;
    IF EXISTS (SELECT 1 FROM exhibitions_plan_stall WHERE exhibition_id = NEW.id
                AND (x < 0 OR y < 0 OR x + width > NEW.hall_width OR y + height > NEW.hall_depth)) THEN
        RAISE EXCEPTION 'Exhibition % has stalls outside this hall.', NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_stall_in_hall';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER exhibitions_plan_days AFTER UPDATE OF opens_on, closes_on, hall_width, hall_depth
    ON exhibitions_plan_exhibition DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION exhibitions_plan_days();

CREATE FUNCTION exhibitions_plan_programme() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fair exhibitions_plan_exhibition%ROWTYPE;
BEGIN
    SELECT * INTO fair FROM exhibitions_plan_exhibition WHERE id = NEW.exhibition_id FOR SHARE;
    IF NEW.day NOT BETWEEN fair.opens_on AND fair.closes_on THEN
        RAISE EXCEPTION 'Exhibition % is not open on %.', fair.code, NEW.day
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_programme_day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exhibitions_plan_programme BEFORE INSERT OR UPDATE ON exhibitions_plan_programmeitem
    FOR EACH ROW EXECUTE FUNCTION exhibitions_plan_programme();

CREATE FUNCTION exhibitions_plan_stall() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fair exhibitions_plan_exhibition%ROWTYPE;
BEGIN
    SELECT * INTO fair FROM exhibitions_plan_exhibition WHERE id = NEW.exhibition_id FOR SHARE;
    IF NEW.x < 0 OR NEW.y < 0
       OR NEW.x + NEW.width > fair.hall_width OR NEW.y + NEW.height > fair.hall_depth THEN
        RAISE EXCEPTION 'Stall % stands outside the hall of %.', NEW.code, fair.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_stall_in_hall';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM exhibitions_plan_zone
                    WHERE id = NEW.zone_id AND exhibition_id = NEW.exhibition_id) THEN
        RAISE EXCEPTION 'Stall % is in a zone of another exhibition.', NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_stall_zone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exhibitions_plan_stall BEFORE INSERT OR UPDATE ON exhibitions_plan_stall
    FOR EACH ROW EXECUTE FUNCTION exhibitions_plan_stall();
ALTER TABLE exhibitions_plan_stall ADD CONSTRAINT plan_stalls_beside_each_other EXCLUDE USING gist (
    exhibition_id WITH =,
    box(point(x + 0.01, y + 0.01), point(x + width - 0.01, y + height - 0.01)) WITH &&
) DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION exhibitions_plan_priced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE lost varchar;
BEGIN
    SELECT s.code INTO lost FROM exhibitions_plan_stall s
     WHERE s.id = NEW.id AND NOT EXISTS (SELECT 1 FROM exhibitions_plan_stallprice p
           WHERE p.zone_id = s.zone_id AND p.width = s.width AND p.height = s.height);
    IF lost IS NOT NULL THEN
        RAISE EXCEPTION 'Stall % has no price.', lost
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_stall_priced';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER exhibitions_plan_priced AFTER INSERT OR UPDATE ON exhibitions_plan_stall
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION exhibitions_plan_priced();
CREATE FUNCTION exhibitions_plan_price_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fair exhibitions_plan_exhibition%ROWTYPE;
BEGIN
    SELECT e.* INTO fair FROM exhibitions_plan_exhibition e
      JOIN exhibitions_plan_zone z ON z.exhibition_id = e.id WHERE z.id = OLD.zone_id;
    IF fair.state <> 'draft' AND NEW.price <> OLD.price THEN
        RAISE EXCEPTION 'Groups were invited to % at this price: it stays.', fair.code
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exhibitions_plan_price_stays BEFORE UPDATE ON exhibitions_plan_stallprice
    FOR EACH ROW EXECUTE FUNCTION exhibitions_plan_price_stays();
CREATE FUNCTION exhibitions_plan_price_needed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM exhibitions_plan_stall s
                WHERE s.zone_id = OLD.zone_id AND s.width = OLD.width AND s.height = OLD.height
                  AND NOT EXISTS (SELECT 1 FROM exhibitions_plan_stallprice p WHERE p.zone_id = s.zone_id
                                   AND p.width = s.width AND p.height = s.height)) THEN
        RAISE EXCEPTION 'Stalls of this size stand in the zone: its price stays.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_stall_priced';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER exhibitions_plan_price_needed AFTER UPDATE OR DELETE ON exhibitions_plan_stallprice
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION exhibitions_plan_price_needed();
"""  # noqa: S608
DROP: Final = """
DROP FUNCTION exhibitions_plan_refuse() CASCADE;
DROP FUNCTION exhibitions_plan_moves() CASCADE;
DROP FUNCTION exhibitions_plan_days() CASCADE;
DROP FUNCTION exhibitions_plan_programme() CASCADE;
DROP FUNCTION exhibitions_plan_stall() CASCADE;
DROP FUNCTION exhibitions_plan_priced() CASCADE;
DROP FUNCTION exhibitions_plan_price_stays() CASCADE;
DROP FUNCTION exhibitions_plan_price_needed() CASCADE;
ALTER TABLE exhibitions_plan_stall DROP CONSTRAINT plan_stalls_beside_each_other;
"""
