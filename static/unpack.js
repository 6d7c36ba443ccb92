// Unpacks parts of the page's module, one message each (src/packing): boot.js starts some of these side by side.
onmessage = ({ data: { unpacker, packed, bytes, inCode } }) => {
  const { exports } = new WebAssembly.Instance(unpacker);
  new Uint8Array(exports.memory.buffer).set(packed, exports.room());
  const from = exports.unpacked(packed.length, bytes, inCode);
  const part = exports.memory.buffer.slice(from, from + bytes);
  postMessage(part, [part]);
};
