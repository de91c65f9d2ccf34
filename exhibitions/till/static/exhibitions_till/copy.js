/* The second copy of what was not sent: this tablet's token and its signed entries, never the key. */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const copy = window.umeedSecondCopy("umeed-till-copy");
  const DEVICE = "device";

  /** All but the key, which cannot leave the database. */
  const keep_device = ({ keys: _keys, ...device }) => copy.put(DEVICE, { device });

  till.copy = {
    add: (entry) => copy.put(entry.seq, entry),
    drop: (seq) => copy.drop(seq),
    forget: () => copy.clear(),
    forget_device: () => copy.drop(DEVICE),

    /** Make it hold this tablet and these entries, and nothing else. */
    async agree(device, entries) {
      const wanted = new Map(entries.map((entry) => [String(entry.seq), entry]));
      await copy.drop(...(await copy.ids()).filter((id) => id !== DEVICE && !wanted.delete(id)));
      await keep_device(device);
      for (const [seq, entry] of wanted) await copy.put(seq, entry);
    },

    /** Return ``{ device, entries }``: ``device`` is null where it was told to be forgotten. */
    async read() {
      const rows = await copy.rows();
      return { device: rows.find(({ device }) => device)?.device || null, entries: rows.filter(({ device }) => !device) };
    },
  };
})();
