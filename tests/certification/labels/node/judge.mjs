// Reads addresses, a JSON array, from standard input; says of each whether it is a valid GS1 Digital Link.
// They are put into the form in which a phone opens them: scheme and host in small letters (RFC 3986, 6.2.2.1).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { DigitalLink } = createRequire(import.meta.url)("digital-link.js");

const judged = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  try {
    const link = DigitalLink(new URL(text).href);
    return { valid: link.isValid(), gtin: link.getIdentifier(), keys: link.getKeyQualifiers() };
  } catch (error) {
    return { valid: false, why: error.message };
  }
});
process.stdout.write(JSON.stringify(judged));
