"""What is measured: each row of the budget table as requests that vary like real ones."""

from dataclasses import dataclass

import httpx

from tests.bench.measure import Ask

LIST = """
query List($after: String) {
  products(first: 24, after: $after, channel: "online") {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { cursor node {
      id name slug
      thumbnail(size: 256, format: WEBP) { url alt }
      category { name slug }
      pricing {
        onSale
        discount { gross { amount } }
        priceRange { start { gross { amount currency } net { amount } } stop { gross { amount } } }
        priceRangeUndiscounted { start { gross { amount } } }
      }
      assignedAttributes(limit: 10) {
        attribute { slug name inputType }
        __typename
        ... on AssignedSingleChoiceAttribute { choice: value { slug name } }
        ... on AssignedMultiChoiceAttribute { choices: value(limit: 10) { slug name } }
        ... on AssignedSinglePageReferenceAttribute { page: value { slug title } }
        ... on AssignedPlainTextAttribute { text: value }
        ... on AssignedNumericAttribute { number: value }
        ... on AssignedBooleanAttribute { flag: value }
      }
    } }
  }
}
"""

PRODUCT = """
query Product($slug: String!) {
  product(slug: $slug, channel: "online") {
    id name slug description seoTitle seoDescription isAvailable isAvailableForPurchase
    category { id name slug ancestors(first: 5) { edges { node { name slug } } } }
    collections { slug name }
    media { id url(size: 1024) alt type }
    pricing { priceRange { start { gross { amount currency } } stop { gross { amount } } } }
    attributes { attribute { slug name } values { name slug reference plainText boolean } }
    assignedAttributes(limit: 20) { attribute { slug name inputType } }
    variants {
      id name sku quantityAvailable quantityLimitPerCustomer trackInventory weight { value unit }
      pricing { price { gross { amount currency } net { amount } } priceUndiscounted { gross { amount } } }
      attributes { attribute { slug name } values { name slug } }
      media { url(size: 256) }
    }
    metadata { key value }
  }
}
"""

FILTERS = (
    "",
    "?category=shawl",
    "?craft=sozni&district=srinagar",
    "?district=budgam",
    "?certified=1&price_max=5000",
    "?gi=1&sort=price",
    "?price_min=1000&price_max=20000&sort=-price",
    "?available=ready",
)

#: Pages of each that are looked at in a large catalogue, so that a page is seldom that of a moment ago.
PAGES = 5
WORDS = ("pashmna", "safron", "walnutt", "carpte", "papier mash", "honye", "shwal", "crewal cushion")


@dataclass(frozen=True)
class Row:
    """A line of the table: its name, how to ask, and what DESIGN.md wants of it."""

    name: str
    ask: Ask
    cpu_ms_reach: float | None = None
    sql_reach: int | None = None
    p95_ms_reach: float | None = None
    #: The same request for counting queries in process: method, path, JSON body.
    sample: tuple[str, str, dict[str, object] | None] | None = None


def graphql(client: httpx.Client, query: str, variables: dict[str, object]) -> httpx.Response:
    return client.post("/graphql/", json={"query": query, "variables": variables})


def listing(number: int, pages: int) -> str:
    """Return the address of a listing: each filter in turn, then again on the next page; the narrowest has one."""
    filters = FILTERS[number % len(FILTERS)]
    page = 1 if "craft=" in filters else 1 + number // len(FILTERS) % pages
    return f"/products/{filters}{'&' if filters else '?'}page={page}" if page > 1 else f"/products/{filters}"


def rows(slugs: list[str], *, pages: int = PAGES) -> tuple[Row, ...]:
    def slug(number: int) -> str:
        return slugs[number % len(slugs)]

    return (
        Row(
            "GraphQL list of 24 over HTTP",
            lambda client, _number: graphql(client, LIST, {}),
            cpu_ms_reach=12,
            sample=("POST", "/graphql/", {"query": LIST}),
        ),
        Row(
            "GraphQL product by slug",
            lambda client, number: graphql(client, PRODUCT, {"slug": slug(number)}),
            cpu_ms_reach=10,
            sample=("POST", "/graphql/", {"query": PRODUCT, "variables": {"slug": slugs[0]}}),
        ),
        Row(
            "listing page with facets",
            lambda client, number: client.get(listing(number, pages)),
            cpu_ms_reach=20,
            sql_reach=8,
            sample=("GET", "/products/?category=shawl", None),
        ),
        Row(
            "product page",
            lambda client, number: client.get(f"/products/{slug(number)}/"),
            cpu_ms_reach=15,
            sql_reach=8,
            sample=("GET", f"/products/{slugs[0]}/", None),
        ),
        Row(
            "search page, with a typo",
            lambda client, number: client.get("/products/", params={"q": WORDS[number % len(WORDS)]}),
            p95_ms_reach=40,
            sample=("GET", "/products/?q=pashmna", None),
        ),
        Row(
            "home page",
            lambda client, _number: client.get("/"),
            sample=("GET", "/", None),
        ),
    )
