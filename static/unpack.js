// Unpacks parts of the page's module (src/packing): boot.js starts some of these side by side, and a message brings a
// part. Where workers cannot be had boot.js does it by itself.
export const unpacked = ({ unpacker, packed, bytes, inCode }) => {
  const { exports } = new WebAssembly.Instance(unpacker);
  new Uint8Array(exports.memory.buffer).set(packed, exports.room());
  const from = exports.unpacked(packed.length, bytes, inCode);
  return exports.memory.buffer.slice(from, from + bytes);
};

if (typeof WorkerGlobalScope === "function") {
  onmessage = ({ data }) => {
    const part = unpacked(data);
    postMessage(part, [part]);
  };
}
