// Unpacks a part of the page's module (src/packing): workers do, side by side, and where they cannot be had the page.
export const unpacked = ({ unpacker, packed, bytes, inCode }) => {
  const { exports } = new WebAssembly.Instance(unpacker);
  new Uint8Array(exports.memory.buffer).set(packed, exports.room());
  const from = exports.begun(packed.length, bytes, inCode);
  if (!from) throw new RangeError(`${packed.length} bytes are too many`);
  while (exports.went_on());
  return exports.memory.buffer.slice(from, from + bytes);
};
