"""The second copy of what was not sent (ADR 0059): rows come back as they were, and one that is torn hides no other."""

import pytest
from playwright.sync_api import Browser

from tests.common.web import Web

pytestmark = pytest.mark.django_db(transaction=True)

#: A row as an inspector's phone seals it, one with words of any kind, and one of which the end never came.
_KEEP = """async () => {
  const copy = umeedSecondCopy("tests");
  await copy.put("photo/1", { id: "photo/1", kind: "photo", iv: new Uint8Array([0, 255, 13, 10]), data: new Uint8Array(300000).fill(7).buffer });
  await copy.put("2", { id: "2", said: { words: "کانی شال \\r\\n--", paise: 1250000, none: null, is: true } });
  await copy.put("dropped", { id: "dropped" });
  const cache = await caches.open("tests");
  const whole = await (await cache.matchAll())[1].clone();
  const text = await whole.text();
  await cache.put("/second-copy/torn", new Response(text.slice(0, text.length / 2), { headers: whole.headers }));
  await copy.drop("dropped", "was-never-there");
}"""
_READ = """async () => {
  const copy = umeedSecondCopy("tests");
  const rows = await copy.rows();
  const plain = (value) => value instanceof ArrayBuffer ? { bytes: value.byteLength, sum: new Uint8Array(value).reduce((one, two) => one + two, 0) } : value;
  const shown = rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)])));
  return { ids: (await copy.ids()).sort(), rows: shown.sort((one, two) => one.id.localeCompare(two.id)) };
}"""


def test_rows_come_back_as_they_were(transactional_db: None, browser: Browser, web: Web) -> None:
    context = browser.new_context(base_url=web.url)
    page = context.new_page()
    page.goto("/pos/")
    page.evaluate(_KEEP)
    page.reload()
    assert page.evaluate(_READ) == {
        "ids": ["2", "photo/1", "torn"],
        "rows": [
            {"id": "2", "said": {"words": "کانی شال \r\n--", "paise": 1250000, "none": None, "is": True}},
            {
                "id": "photo/1",
                "kind": "photo",
                "iv": {"bytes": 4, "sum": 278},
                "data": {"bytes": 300000, "sum": 2100000},
            },
        ],
    }
    page.evaluate("umeedSecondCopy('tests').clear()")
    assert page.evaluate(_READ) == {"ids": [], "rows": []}
    context.close()


def test_a_browser_that_gives_no_room_stops_nobody(
    transactional_db: None, browser: Browser, web: Web
) -> None:
    context = browser.new_context(base_url=web.url)
    page = context.new_page()
    page.add_init_script("Object.defineProperty(window, 'caches', { value: undefined });")
    page.goto("/pos/")
    found = page.evaluate("""async () => {
      const copy = umeedSecondCopy("tests");
      await copy.put("1", { id: "1" });
      await copy.drop("1");
      await copy.clear();
      return [await copy.ids(), await copy.rows()];
    }""")
    assert found == [[], []]
    context.close()
