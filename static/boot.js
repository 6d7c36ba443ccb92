// Starts the page: language, theme and what an embedding page wants hidden, then the wasm module. It stands in a
// file of its own because the page's policy forbids inline scripts.
const { glue, wasm, packed, unpack, version } = document.getElementById("boot").dataset;
const address = (file) => new URL(file, document.baseURI).href;
const query = new URLSearchParams(location.search);
const root = document.documentElement;
const show = (id) => { document.getElementById(id).hidden = false; };

// `?lang=` before the browser's own language; the module reads it from the root element.
root.lang = /^zh\b/i.test(query.get("lang") ?? navigator.language) ? "zh" : "en";

// `?theme=` before the browser's own theme.
const dress = (theme) => {
  if (theme !== "light" && theme !== "dark") return;
  root.dataset.theme = theme;
  document.dispatchEvent(new Event("emporium-theme"));
};
dress(query.get("theme"));

// `?embed` hides what is for working in the lab, `?embed=shop,results` just these.
const parts = ["masthead", "heading", "toolbar", "viewing", "files", "shop", "team", "inside", "watch", "results"];
const embedded = query.has("embed");
let seen = Promise.resolve();
if (embedded) {
  const asked = query.get("embed").split(",").map((part) => part.trim()).filter(Boolean);
  root.dataset.embed = "";
  root.dataset.hide = (asked.length ? asked : parts.filter((part) => !["toolbar", "heading"].includes(part))).join(" ");
  const wrong = asked.filter((part) => !parts.includes(part));
  if (wrong.length) {
    document.querySelectorAll("#embed code").forEach((code, i) => { code.textContent = (i % 2 ? parts : wrong).join(", "); });
    show("embed");
  }
  // The host hears how tall the page is, and may say how it looks.
  new ResizeObserver(() => {
    parent.postMessage({ emporium: { height: Math.ceil(document.body.getBoundingClientRect().height) } }, "*");
  }).observe(document.body);
  addEventListener("message", ({ data, source }) => { if (source === parent) dress(data?.emporium?.theme); });
  // It starts when it is seen, and rests when it is not.
  seen = new Promise((start) => {
    new IntersectionObserver((entries) => {
      const { isIntersecting } = entries.at(-1);
      root.toggleAttribute("data-unseen", !isIntersecting);
      document.dispatchEvent(new Event("emporium-seen"));
      if (isIntersecting) start();
    }).observe(document.body);
  });
}

// A function that doubles a vector of four: it is valid only where there is 128-bit SIMD.
const simd = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11);

// The module comes packed, in parts that workers unpack side by side; a plain build has it as it is.
const fetched = async (file) => {
  const answer = await fetch(address(file));
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  return answer.arrayBuffer();
};
const unpackedModule = async () => {
  // By the build's version, so that no cache mixes the files of two.
  const script = address(`unpack.js?${version}`);
  const [code, file, { unpacked }] = await Promise.all([fetched(unpack), fetched(packed), import(script)]);
  const unpacker = await WebAssembly.compile(code);
  const count = new Uint32Array(file, 0, 1)[0];
  const numbers = new Uint32Array(file, 4, 3 * count);
  const parts = [];
  for (let i = 0, from = 4 + 12 * count, to = 0; i < count; i += 1) {
    const [length, bytes, inCode] = numbers.subarray(3 * i);
    parts.push({ unpacker, packed: new Uint8Array(file.slice(from, from + length)), bytes, inCode, to });
    from += length;
    to += bytes;
  }
  const module = new Uint8Array(parts.reduce((sum, { bytes }) => sum + bytes, 0));
  const waiting = [...parts];
  const idleWorkers = globalThis.idleWorkers = [];
  const work = () => new Promise((done) => {
    const worker = new Worker(address(`worker.js?${version}`), { type: "module" });
    let part;
    const next = () => {
      part = waiting.shift();
      if (part) return worker.postMessage({ part, script, glue: address(glue) });
      // The page's pool begins with these: they have started, and know the glue.
      idleWorkers.push(worker);
      done();
    };
    worker.onmessage = ({ data }) => {
      module.set(new Uint8Array(data), part.to);
      next();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      if (part) waiting.push(part);
      else idleWorkers.splice(idleWorkers.indexOf(worker), 1);
      done();
    };
    next();
  });
  const hands = Array.from({ length: Math.min(count, navigator.hardwareConcurrency || 2) }, work);
  // Meanwhile the browser gets ready what the page's first picture waits for otherwise: its numbers and its letters.
  new Intl.NumberFormat(root.lang).format(0.5);
  const letters = document.createElement("canvas").getContext("2d");
  if (letters) {
    letters.font = getComputedStyle(document.body).font;
    letters.measureText(document.querySelector(`p[lang=${root.lang}]`)?.textContent ?? "");
  }
  await Promise.allSettled(hands);
  // What no worker did is done here.
  for (const part of waiting) module.set(new Uint8Array(unpacked(part)), part.to);
  return WebAssembly.compile(module);
};

await seen;
if (typeof WebAssembly !== "object") {
  show("trouble");
} else if (!WebAssembly.validate(simd)) {
  show("no-simd");
} else {
  try {
    const [{ default: init }, module] = await Promise.all([import(address(glue)), packed ? unpackedModule() : address(wasm)]);
    await init({ module_or_path: module });
  } catch (error) {
    show("trouble");
    console.error(error);
  }
}
