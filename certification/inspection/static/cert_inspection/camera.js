/* Photographs made small on the phone, and where it believes to be. */
(() => {
  "use strict";
  const SIDE = 1600;
  const FRESH_MS = 5 * 60 * 1000;

  /** Return JPEG bytes, upright, at most 1600 pixels on a side; throws where it is no picture. */
  async function small(file) {
    const { decoded, encoded } = window.umeedShrink;
    const picture = await decoded(file);
    const blob = await encoded(picture, SIDE, 0.8);
    picture.close?.();
    return new Uint8Array(await blob.arrayBuffer());
  }

  let fix = null;
  let asked = false;

  /** Ask the phone where it is; null where it does not know or may not say. Asked for by her press, never before. */
  function locate() {
    asked = true;
    return new Promise((resolve) => {
      if (!navigator.geolocation) {
        resolve(null);
        return;
      }
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          fix = { at: Date.now(), latitude: coords.latitude.toFixed(6), longitude: coords.longitude.toFixed(6), accuracy_m: Math.ceil(coords.accuracy) };
          resolve(last());
        },
        () => resolve(null),
        { enableHighAccuracy: true, timeout: 20000, maximumAge: 30000 },
      );
    });
  }

  /** Return where it was a few minutes ago at most; asks again for the next time, once she has let it. */
  function last() {
    if (!fix || Date.now() - fix.at > FRESH_MS) return null;
    const { latitude, longitude, accuracy_m } = fix;
    return { latitude, longitude, accuracy_m };
  }
  const here = () => {
    const found = last();
    if (asked) locate();
    return found;
  };

  window.umeedCamera = { small, locate, here };
})();
