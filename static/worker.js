// Starts the page's own wasm module in a worker: the first message brings the glue's address and the module.
onmessage = ({ data: { glue, module } }) => {
  onmessage = null;
  import(glue)
    .then(({ default: init }) => init({ module_or_path: module }))
    .catch((error) => setTimeout(() => { throw error; })); // The page's `onerror` hears of it only this way.
};
