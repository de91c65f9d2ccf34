/* What the pages gain with JavaScript; every page works without. */
(() => {
  "use strict";
  const wide = matchMedia("(min-width: 64rem)");

  // Beside the goods a changed facet asks at once; on a phone the panel waits for its button.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form && (wide.matches || !form.matches(".facets"))) form.requestSubmit();
  });

  // Addresses stay short: fields left empty are not sent.
  document.addEventListener("formdata", (event) => {
    if (!event.target.matches("form[data-auto], .find")) return;
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });

  // Escape closes the panel that :target opened.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === "#filters") location.hash = "#results";
  });
})();
