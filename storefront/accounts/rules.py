"""How long and how many. Pure: no database, no clock."""

from datetime import timedelta
from typing import Final

#: A browser that nobody used so long must prove itself again; and each does so twice a year.
SESSION_IDLE: Final = timedelta(days=30)
SESSION_LIFE: Final = timedelta(days=180)
#: The last use is written down no more often than so.
SEEN_EVERY: Final = timedelta(hours=1)
#: A browser that asked for a code remembers so long that it did.
ASKING_SECONDS: Final = 15 * 60

WISHES_OF_GUEST_MAX: Final = 50
WISHES_MAX: Final = 200
#: What the store keeps for one customer (Saleor: MAX_USER_ADDRESSES).
ADDRESSES_MAX: Final = 100
ORDERS_PAGE: Final = 20

#: Between asking for erasure and it being done: time to change one's mind.
ERASURE_WAIT: Final = timedelta(days=7)
#: A finished export can be fetched so long, then it is gone.
EXPORT_KEPT: Final = timedelta(days=7)
#: One who asks again within it gets the one that is there.
EXPORTS_PER_DAY: Final = 3
PRESSES_KEPT: Final = timedelta(days=30)
