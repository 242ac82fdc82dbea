// The board for the time when the server is not there: the worker keeps the last one, this says how old it is.
(() => {
  const STALE = 3;
  const old = document.querySelector(".boardold");
  const age = document.getElementById("age");
  const since = Number(document.documentElement.dataset.at);
  const tell = () => {
    const minutes = Math.floor((Date.now() - since) / 60_000);
    if (!old || !age || !(minutes >= STALE)) return;
    age.textContent = String(minutes);
    old.hidden = false;
  };
  tell();
  setInterval(tell, 15_000);
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/board/worker.js", { scope: "/board/" });
})();
