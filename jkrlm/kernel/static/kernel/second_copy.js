/*
 * A second copy of rows that lie in the page's database, in files of their own (Cache API): Chromium throws the whole
 * database away where it was killed in the middle of a write (ADR 0059), and leaves these. Write a row here after the
 * database has it, drop it here before; then a row that only the copy has was lost. A net under the database: what
 * cannot be copied stops nobody.
 */
(() => {
  "use strict";
  const is_bytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);

  function packed(row) {
    const form = new FormData();
    const plain = {};
    for (const [key, value] of Object.entries(row)) {
      if (is_bytes(value)) form.append(key, new Blob([value]));
      else plain[key] = value;
    }
    form.append("", JSON.stringify(plain));
    return new Response(form);
  }
  async function unpacked(answer) {
    const form = await answer.formData();
    const row = JSON.parse(form.get(""));
    for (const [key, value] of form) if (key) row[key] = await value.arrayBuffer();
    return row;
  }

  /** ``name``: of the copy; one for each database. Nothing here ever fails; a row is as structured as JSON, but for bytes. */
  window.umeedSecondCopy = (name) => {
    const place = (id) => `${location.origin}/second-copy/${encodeURIComponent(id)}`;
    const upon = (work, otherwise) =>
      Promise.resolve()
        .then(() => caches.open(name))
        .then(work)
        .catch((fault) => {
          console.error(fault);
          return otherwise;
        });
    return {
      put: (id, row) => upon((cache) => cache.put(place(id), packed(row))),
      drop: (...ids) => upon((cache) => Promise.all(ids.map((id) => cache.delete(place(id))))),
      clear: () => upon(() => caches.delete(name)),
      ids: () => upon(async (cache) => (await cache.keys()).map(({ url }) => decodeURIComponent(url.slice(place("").length))), []),
      /** What can be read: a row that a death cut short does not hide the others. */
      rows: () =>
        upon(async (cache) => {
          const tried = await Promise.allSettled((await cache.matchAll()).map(unpacked));
          return tried.filter(({ status }) => status === "fulfilled").map(({ value }) => value);
        }, []),
    };
  };
})();
