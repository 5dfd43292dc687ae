/* Finds what a page marks with data-enhance="name …" and loads enhance/name for it. Every page works without this file. */

const enhanced = new WeakMap();

async function enhanceElement(element) {
  const done = enhanced.get(element) ?? new Set();
  enhanced.set(element, done);
  for (const name of element.dataset.enhance.split(/\s+/).filter(Boolean)) {
    if (done.has(name)) continue;
    done.add(name);
    const module = await import(`enhance/${name}`);
    module.enhance(element);
  }
}

function enhanceWithin(root) {
  for (const element of root.querySelectorAll("[data-enhance]")) {
    enhanceElement(element).catch((reason) => console.error("An enhancement could not be loaded", reason));
  }
}

enhanceWithin(document);
for (const change of ["htmx:after:swap", "page:changed"]) document.addEventListener(change, () => enhanceWithin(document));
