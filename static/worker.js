// A worker of the page: unpacks parts of the page's module while there are any (boot.js), then starts that module: this
// message brings the glue's address and the module.
import { unpacked } from "./unpack.js";

onmessage = ({ data: { part, glue, module } }) => {
  const glued = import(glue);
  if (part) {
    const bytes = unpacked(part);
    return postMessage(bytes, [bytes]);
  }
  onmessage = null;
  glued
    .then(({ default: init }) => init({ module_or_path: module }))
    .catch((error) => setTimeout(() => { throw error; })); // The page's `onerror` hears of it only this way.
};
