from procrastinate.contrib.django import app

from exhibitions.stock.services.follow import close_ended


@app.periodic(cron="40 2 * * *")
@app.task(name="exhibitions.close_warehouses", queue="exhibitions", queueing_lock="stock.close_warehouses")
def close_warehouses(timestamp: int) -> None:
    """Let the store's warehouses of exhibitions go that ended with goods in them, and have none now."""
    del timestamp
    close_ended()
