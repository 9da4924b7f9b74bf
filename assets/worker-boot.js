// Starts the page's worker. Its address carries the version of the page, and
// so do those of the two files it loads: no cache can mix two versions.

const { search } = new URL(import.meta.url);

// An empty reply is none: the page lets this worker go, and says so.
function fail(error) {
  console.error(error);
  postMessage([[], [], new Uint8Array()]);
}

// Tasks that come before the code is ready wait here.
const early = [];
self.onmessage = (event) => early.push(event);
addEventListener("unhandledrejection", (event) => fail(event.reason));

async function start() {
  const { default: init } = await import(`./worker.js${search}`);
  await init({ module_or_path: new URL(`./worker_bg.wasm${search}`, import.meta.url) });

  // The page's content security policy does not reach into its worker, so the
  // worker gives up by itself what could reach the network.
  for (const way of ["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport",
    "EventSource", "importScripts", "BroadcastChannel", "caches", "Worker"]) {
    delete self[way];
    if (way in self) Object.defineProperty(self, way, { value: undefined });
  }
  for (const event of early) self.onmessage(event);
}

start().catch(fail);
