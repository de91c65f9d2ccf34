/* − and + without a journey to the server; without this script the buttons send the sheet, which comes back. */
(() => {
  "use strict";
  const form = document.querySelector("[data-steps]");
  if (!form) return;
  const total = form.querySelector("[data-total]");
  const fields = [...form.querySelectorAll('input[name^="n-"]')];
  const sum = () => {
    total.textContent = fields.reduce((all, each) => all + (parseInt(each.value, 10) || 0), 0);
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="more"],button[name="less"]');
    if (!button) return;
    event.preventDefault();
    const field = form.elements[`n-${button.value}`];
    const by = button.name === "more" ? 1 : -1;
    field.value = Math.max((parseInt(field.value, 10) || 0) + by, 0);
    field.closest(".pk").classList.toggle("fine", field.value !== "0");
    sum();
  });
  form.addEventListener("input", sum);
})();
