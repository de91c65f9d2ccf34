"""The door of the desk of buyers' orders: what it does after commit."""

from storefront.desk.services.note_order import on_order_note_written
from storefront.desk.services.send_again import on_mail_to_send_again

__all__ = ["on_mail_to_send_again", "on_order_note_written"]
