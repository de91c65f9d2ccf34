"""The count of what is assigned of a lot, as SQL for the migration that added how long goods must keep."""

from typing import Final

#: The lot's row is locked by the count, so two orders at once queue here.
_COUNT: Final = """
CREATE OR REPLACE FUNCTION cert_lots_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'An assignment is given back, not deleted.' USING ERRCODE = 'restrict_violation';
    ELSIF TG_OP = 'INSERT' THEN
        UPDATE cert_lots_lot
           SET assigned = assigned + NEW.quantity - NEW.released
         WHERE id = NEW.lot_id
           AND product_id = NEW.product_id
           AND state = 'open'
           AND (expires_on IS NULL OR {keeps})
           AND assigned + NEW.quantity - NEW.released <= coalesce(certified_quantity, quantity);
        IF NOT FOUND THEN
            RAISE EXCEPTION 'Lot % has not % pieces to sell.', NEW.lot_id, NEW.quantity
                USING ERRCODE = 'check_violation', CONSTRAINT = 'lot_not_oversold';
        END IF;
    ELSE
        IF NEW.released < OLD.released OR ({fixed_new}) IS DISTINCT FROM ({fixed_old}) THEN
            RAISE EXCEPTION 'Of an assignment only what came back is added.' USING ERRCODE =
            'restrict_violation';
        END IF;
        UPDATE cert_lots_lot SET assigned = assigned - (NEW.released - OLD.released) WHERE id = NEW.lot_id;
    END IF;
    RETURN NEW;
END $$;
"""
_BEFORE: Final = ("lot_id", "order_code", "line_ref", "product_id", "quantity", "key", "assigned_at")
_NOW: Final = (*_BEFORE, "arrives_on", "keeps_days")


def _count(keeps: str, fixed: tuple[str, ...]) -> str:
    return _COUNT.format(
        keeps=keeps,
        fixed_new=", ".join(f"NEW.{name}" for name in fixed),
        fixed_old=", ".join(f"OLD.{name}" for name in fixed),
    )


_DAY: Final = "(NEW.assigned_at AT TIME ZONE 'Asia/Kolkata')::date"
COUNT_WITH_LIFE: Final = _count(
    f"greatest({_DAY}, coalesce(NEW.arrives_on, {_DAY})) + NEW.keeps_days <= expires_on", _NOW
)
COUNT_BEFORE: Final = _count(f"{_DAY} <= expires_on", _BEFORE)
