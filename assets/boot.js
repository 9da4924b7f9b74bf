// Starts the app, or shows the notice in index.html, and follows the on-screen
// keyboard. CONTRIBUTING.md says more.

const CLOSED =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; " +
  "style-src 'self'; img-src data:; connect-src 'none'; form-action 'none'";

const byId = (id) => document.getElementById(id);

function showCrash(error, { what, why } = {}) {
  console.error(error);
  const crash = byId("crash");
  if (!crash || !crash.hidden) return;
  if (what) byId("crash-what").textContent = what;
  if (why) byId("crash-why").textContent = why;
  byId("crash-detail").textContent = String(error);
  byId("crash-reload").addEventListener("click", () => location.reload());
  crash.setAttribute("role", "alert");
  crash.hidden = false;
  // It lies over what is said.
  document.querySelector("dialog")?.close();
}

function closeNetwork() {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = CLOSED;
  document.head.append(policy);
}

// After a panic nothing of the app can be trusted.
const isTrap = (error) => error instanceof globalThis.WebAssembly?.RuntimeError;
const TRAP = {
  what: "Verbatim has stopped because of a mistake of its own.",
  why: "The line below says where; please report it.",
};

function watch(error) {
  if (isTrap(error)) showCrash(error, TRAP);
}

// How much of the page an on-screen keyboard covers, for the bar at its edge. A
// property of the root would have the browser look at each mark again.
function followKeyboard() {
  const { height, offsetTop, scale } = visualViewport;
  // What is zoomed in on covers nothing.
  const covered = scale > 1 ? 0 : document.documentElement.clientHeight - height - offsetTop;
  document.querySelector(".selection_toolbar")?.style.setProperty("--keyboard", `${covered}px`);
}

async function boot() {
  const { default: init } = await import(byId("app-js").href);
  addEventListener("error", (event) => watch(event.error));
  addEventListener("unhandledrejection", (event) => watch(event.reason));
  await init({ module_or_path: byId("app-wasm").href });
  closeNetwork();
  for (const event of ["resize", "scroll"]) {
    globalThis.visualViewport?.addEventListener(event, followKeyboard);
  }
}

boot().catch((error) => showCrash(error, isTrap(error) ? TRAP : {}));
