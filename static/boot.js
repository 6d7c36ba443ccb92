// Starts the page: tells the opening text its language, then loads the wasm module. It stands in a
// file of its own because the page's policy forbids inline scripts.
const { glue, wasm } = document.getElementById("boot").dataset;
const address = (file) => new URL(file, document.baseURI).href;

// `?lang=` before the browser's own language; the module reads it from the root element.
const language = new URLSearchParams(location.search).get("lang") ?? navigator.language;
document.documentElement.lang = /^zh\b/i.test(language) ? "zh" : "en";

try {
  const { default: init } = await import(address(glue));
  await init({ module_or_path: address(wasm) });
} catch (error) {
  document.getElementById("trouble").hidden = false;
  console.error(error);
}
