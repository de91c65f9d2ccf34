"""
What the database itself holds about stock, as SQL for the migration: counts and entries are only added to, an
entry changes its shelf, and a consignment goes only where its table of states lets it.
"""

from typing import Final

from exhibitions.stock.states import CONSIGNMENT_TRANSITIONS

APPEND_ONLY: Final = ("exhibitions_stock_count", "exhibitions_stock_countline", "exhibitions_stock_entry")


def _append_only(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_unchanged BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_stock_refuse();
CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION exhibitions_stock_refuse();
"""


_ALLOWED: Final = ", ".join(
    f"('{before.value}', '{after.value}')"
    for before, nexts in CONSIGNMENT_TRANSITIONS.items()
    for after in sorted(nexts)
)
_REFUSE: Final = """
CREATE FUNCTION exhibitions_stock_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'What was counted and booked is only added to: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""
_SHELF: Final = """
CREATE FUNCTION exhibitions_stock_add() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO exhibitions_stock_shelf AS shelf
           (exhibition_code, variant_id, product_id, group_code, sku, counted_in, sold, back, lost, quantity)
    VALUES (NEW.exhibition_code, NEW.variant_id, '', '', '',
            CASE WHEN NEW.kind = 'in' THEN NEW.quantity ELSE 0 END,
            CASE WHEN NEW.kind IN ('sold', 'returned') THEN -NEW.quantity ELSE 0 END,
            CASE WHEN NEW.kind = 'back' THEN -NEW.quantity ELSE 0 END,
            CASE WHEN NEW.kind = 'lost' THEN -NEW.quantity ELSE 0 END,
            NEW.quantity)
    ON CONFLICT (exhibition_code, variant_id) DO UPDATE SET
        counted_in = shelf.counted_in + EXCLUDED.counted_in, sold = shelf.sold + EXCLUDED.sold,
        back = shelf.back + EXCLUDED.back, lost = shelf.lost + EXCLUDED.lost,
        quantity = shelf.quantity + EXCLUDED.quantity;
    RETURN NULL;
END $$;
CREATE TRIGGER exhibitions_stock_entry_adds AFTER INSERT ON exhibitions_stock_entry
    FOR EACH ROW EXECUTE FUNCTION exhibitions_stock_add();
"""
_STATES: Final = f"""
CREATE FUNCTION exhibitions_stock_goes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN ({_ALLOWED}) THEN
        RAISE EXCEPTION 'Consignment % cannot go from % to %.', OLD.number, OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exhibitions_stock_consignment_goes BEFORE UPDATE ON exhibitions_stock_consignment
    FOR EACH ROW EXECUTE FUNCTION exhibitions_stock_goes();
"""
CREATE: Final = "".join((_REFUSE, _SHELF, _STATES, *(_append_only(table) for table in APPEND_ONLY)))
DROP: Final = "".join(
    f"DROP FUNCTION exhibitions_stock_{name}() CASCADE;" for name in ("refuse", "add", "goes")
)
