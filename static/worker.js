// A worker of the page: unpacks parts of the page's module while there are any (boot.js), then starts that module: the
// message that ends this brings the glue's address and the module.
onmessage = ({ data: { part, script, glue, module } }) => {
  // The page's `onerror` hears of what fails only this way.
  const fail = (error) => setTimeout(() => { throw error; });
  const glued = import(glue);
  if (part) {
    // It is only fetched in good time; who needs it hears why it fails.
    glued.catch(() => {});
    import(script).then(({ unpacked }) => unpacked(part)).then((bytes) => postMessage(bytes, [bytes])).catch(fail);
    return;
  }
  onmessage = null;
  glued.then(({ default: init }) => init({ module_or_path: module })).catch(fail);
};
