/* Photographs made small on the phone, and where it believes to be. */
(() => {
  "use strict";
  const SIDE = 1600;
  const FRESH_MS = 5 * 60 * 1000;

  async function decoded(file) {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      const image = new Image();
      image.src = URL.createObjectURL(file);
      try {
        await image.decode();
      } finally {
        URL.revokeObjectURL(image.src);
      }
      return image;
    }
  }

  /** Return JPEG bytes, upright, at most 1600 pixels on a side; throws where it is no picture. */
  async function small(file) {
    const picture = await decoded(file);
    const width = picture.naturalWidth || picture.width;
    const height = picture.naturalHeight || picture.height;
    const scale = Math.min(1, SIDE / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close?.();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
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
