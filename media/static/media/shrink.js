/* Photographs made small on the phone: upright, on white, as JPEG. */
(() => {
  "use strict";

  /** Return what a canvas can draw of a file; throws where it is no picture. */
  async function decoded(file) {
    if ("createImageBitmap" in window) {
      try {
        return await createImageBitmap(file, { imageOrientation: "from-image" });
      } catch {
        // an old browser that knows no options, or no picture: the element below tells which
      }
    }
    const image = new Image();
    image.src = URL.createObjectURL(file);
    try {
      await image.decode();
    } finally {
      URL.revokeObjectURL(image.src);
    }
    return image;
  }

  /** Return a JPEG of at most ``side`` pixels on a side; ``quality`` from 0 to 1. */
  function encoded(picture, side, quality) {
    const width = picture.naturalWidth || picture.width;
    const height = picture.naturalHeight || picture.height;
    const scale = Math.min(1, side / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  }

  window.umeedShrink = { decoded, encoded };
})();
