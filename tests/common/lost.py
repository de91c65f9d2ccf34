"""A browser that lost a page's database, as Chromium does where it was killed in the middle of a write (ADR 0059)."""

from playwright.sync_api import Page

_EMPTY = """(name) => new Promise((done, failed) => {
  const asked = indexedDB.open(name);
  asked.onerror = () => failed(asked.error);
  asked.onsuccess = () => {
    const base = asked.result;
    const names = [...base.objectStoreNames];
    const run = base.transaction(names, "readwrite");
    for (const each of names) run.objectStore(each).clear();
    run.oncomplete = () => { base.close(); done(names.length); };
    run.onabort = () => failed(run.error);
  };
})"""


def lose_database(page: Page, name: str) -> None:
    """Leave nothing in it; what the page itself remembers is gone with its next loading."""
    assert page.evaluate(_EMPTY, name) > 0
