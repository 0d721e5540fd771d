// Runs before any script of a page, in each of its frames. What it takes away would pass by the requests that are stopped
// and looked at; a page that finds none of it does without, as in an old browser.
for (const name of [
  "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "RTCPeerConnection", "webkitRTCPeerConnection", "Worker", "SharedWorker",
]) {
  delete globalThis[name];
}
delete Navigator.prototype.serviceWorker;
