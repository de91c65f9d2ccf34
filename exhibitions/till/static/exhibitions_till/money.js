/* Money in whole paise, and the tax within it: the same rules as the server's, to the paisa. */
(() => {
  "use strict";
  const till = (window.till ||= {});
  const HUNDRED = 100000;

  /** a × b / c to the nearest whole number, halves to the even one; whole numbers, c above nought. */
  function share(a, b, c) {
    const product = BigInt(a) * BigInt(b);
    const by = BigInt(c);
    const size = product < 0n ? -product : product;
    let whole = size / by;
    const twice = (size % by) * 2n;
    if (twice > by || (twice === by && whole % 2n === 1n)) whole += 1n;
    return Number(product < 0n ? -whole : whole);
  }

  /** "2.5" per cent is 2500: thousandths of a per cent, of which 100000 are the whole. */
  function thousandths(percent) {
    const [whole, part = ""] = String(percent).split(".");
    return Number(whole) * 1000 + Number(`${part}000`.slice(0, 3));
  }

  /** The rate for a price of one piece after discount; the bands stand in rising order, the last has no end. */
  function rateOf(bands, quantity, gross) {
    const band = bands.find(({ upto }) => upto === null || gross <= upto * quantity);
    return band ? band.rate : "0";
  }

  function taxed(gross, rate) {
    const net = share(gross, HUNDRED, HUNDRED + thousandths(rate));
    return { net, tax: gross - net };
  }

  /**
   * What pieces of a line come back for: the last for the rest, fewer for their part, and its net by the rate, but never
   * more than what is left of gross, of net and of tax. ``earlier`` are the lines of returns before.
   */
  function back(sold, earlier, quantity) {
    const left = (name) => sold[name] - earlier.reduce((sum, each) => sum + each[name], 0);
    const is_last = left("quantity") === quantity;
    const gross = is_last ? left("gross") : Math.min(share(sold.gross, quantity, sold.quantity), left("gross"));
    const least = Math.max(gross - left("tax"), 0);
    const net = is_last ? left("net") : Math.min(Math.max(taxed(gross, sold.rate).net, least), left("net"), gross);
    return { gross, net, tax: gross - net };
  }

  /** ``total`` in parts as the weights are: whole paise that add up, what is left over to the largest remainders. */
  function spread(total, weights) {
    const all = weights.reduce((sum, each) => sum + each, 0);
    if (!all) return weights.map(() => 0);
    const exact = weights.map((each) => BigInt(total) * BigInt(each));
    const parts = exact.map((each) => Number(each / BigInt(all)));
    const rest = exact.map((each, at) => [each % BigInt(all), at]);
    rest.sort((one, two) => (one[0] === two[0] ? one[1] - two[1] : one[0] > two[0] ? -1 : 1));
    let left = total - parts.reduce((sum, each) => sum + each, 0);
    for (const [, at] of rest) {
      if (left <= 0) break;
      parts[at] += 1;
      left -= 1;
    }
    return parts;
  }

  /**
   * What comes off each line. By per cent, in whole rupees and downwards: no line's discount is above what was
   * said, and what is to pay stays payable in coins. To a price: the difference, spread over the lines.
   */
  function discounts(fulls, wish) {
    if (!wish) return fulls.map(() => 0);
    if (wish.to !== undefined) {
      const all = fulls.reduce((sum, each) => sum + each, 0);
      return spread(Math.max(0, all - wish.to), fulls);
    }
    const part = BigInt(thousandths(wish.percent));
    return fulls.map((each) => Number((BigInt(each) * part) / 10000000n) * 100);
  }

  /** A discount as a per cent of the full price, two places, upwards: "above the limit" is never rounded away. */
  function percentOf(discount, full) {
    if (!full) return "0";
    const hundredths = (BigInt(discount) * 10000n + BigInt(full) - 1n) / BigInt(full);
    return (Number(hundredths) / 100).toFixed(2).replace(/\.?0+$/, "");
  }

  const whole = new Intl.NumberFormat("en-IN", { maximumFractionDigits: 0 });
  /** ₹14,500, and ₹300.48 where there are paise. Figures stay Latin in every language. */
  function rupees(paise) {
    const size = Math.abs(paise);
    const part = size % 100 ? `.${String(size % 100).padStart(2, "0")}` : "";
    return `${paise < 0 ? "−" : ""}₹${whole.format(Math.floor(size / 100))}${part}`;
  }

  /** "1,450.5" as paise; null where it is no sum of money. */
  function paise(typed) {
    const found = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(String(typed).replace(/[₹,\s]/g, ""));
    return found ? Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0")) : null;
  }

  const NOTES = [500, 200, 100, 50, 20, 10, 5, 2, 1];
  const counted = (heap) => NOTES.reduce((sum, note) => sum + note * 100 * (Number(heap[note]) || 0), 0);

  /** The sums that people hand over: the exact one, and the next that notes make. */
  function quick(total) {
    const steps = [5000, 10000, 50000, 200000].map((step) => Math.ceil(total / step) * step);
    return [...new Set([total, ...steps])].slice(0, 4);
  }

  till.money = { share, thousandths, rateOf, taxed, back, spread, discounts, percentOf, rupees, paise, NOTES, counted, quick };
})();
