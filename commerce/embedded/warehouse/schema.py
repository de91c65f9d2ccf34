"""Warehouses and stocks in the contract; only staff and apps see them."""

from collections.abc import Iterable
from typing import Any

from commerce.embedded.account.models import Address
from commerce.embedded.engine.lists import counted_connection
from commerce.embedded.engine.metadata import metadata_type
from commerce.embedded.engine.peers import load
from commerce.embedded.engine.resolvers import Info, mutation, resolver
from commerce.embedded.warehouse.models import Allocation, Stock, Warehouse
from commerce.embedded.warehouse.services.create_warehouse import create_warehouse

metadata_type("Warehouse", Warehouse, permission="MANAGE_PRODUCTS")

STOCK_READERS = "MANAGE_ORDERS|MANAGE_PRODUCTS"


@resolver("Query", "warehouses", permission="MANAGE_ORDERS|MANAGE_PRODUCTS|MANAGE_SHIPPING")
def warehouses(info: Info, **page: Any) -> Any:
    return counted_connection(Warehouse.objects.all(), page, order=("slug",), name="warehouses")


def _addresses_of(rows: Iterable[Warehouse]) -> dict[Any, Address]:
    rows = list(rows)
    addresses = Address.objects.in_bulk([row.address_id for row in rows])
    return {row.pk: addresses[row.address_id] for row in rows}


@resolver("Warehouse", "address")
def warehouse_address(warehouse: Warehouse, info: Info) -> Address:
    address: Address = load(warehouse, "address", _addresses_of)
    return address


def warehouses_of(stocks: Iterable[Stock]) -> dict[int, Warehouse]:
    """Return the warehouse of each stock; one query."""
    stocks = list(stocks)
    rows = Warehouse.objects.in_bulk({stock.warehouse_id for stock in stocks})
    return {stock.pk: rows[stock.warehouse_id] for stock in stocks}


@resolver("Stock", "warehouse")
def stock_warehouse(stock: Stock, info: Info) -> Warehouse:
    warehouse: Warehouse = load(stock, "warehouse", warehouses_of)
    return warehouse


@resolver("Stock", "quantity", permission=STOCK_READERS)
def stock_quantity(stock: Stock, info: Info) -> int:
    return stock.quantity


@resolver("Stock", "quantityAllocated", permission=STOCK_READERS)
def stock_quantity_allocated(stock: Stock, info: Info) -> int:
    return stock.quantity_allocated


@resolver("Allocation", "quantity", permission=STOCK_READERS)
def allocation_quantity(allocation: Allocation, info: Info) -> int:
    return allocation.quantity_allocated


def _warehouses_of_allocations(allocations: Iterable[Allocation]) -> dict[int, Warehouse]:
    allocations = list(allocations)
    stocks = Stock.objects.select_related("warehouse").in_bulk([row.stock_id for row in allocations])
    return {row.pk: stocks[row.stock_id].warehouse for row in allocations}


@resolver("Allocation", "warehouse", permission=STOCK_READERS)
def allocation_warehouse(allocation: Allocation, info: Info) -> Warehouse:
    warehouse: Warehouse = load(allocation, "warehouse", _warehouses_of_allocations)
    return warehouse


@mutation("createWarehouse", errors="WarehouseError", permission="MANAGE_PRODUCTS")
def warehouse_create(info: Info, input: dict[str, Any]) -> dict[str, Any]:
    return {"warehouse": create_warehouse(given=input)}
