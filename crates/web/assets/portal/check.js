// The button of a decision page that checks its proof in this browser. Old browsers read this file too, so it is written
// as they understand it; what they cannot do it says, and the way without a browser stands on the page in any case.
(function () {
  var place = document.getElementById("check");
  if (!place) return;
  var button = place.querySelector("button");
  var able = window.Promise && window.fetch && window.BigInt && window.TextEncoder && window.DataView;
  function clear() {
    while (out.firstChild) out.removeChild(out.firstChild);
  }
  function say(words) {
    var said = document.createElement("p");
    said.textContent = words;
    clear();
    out.appendChild(said);
  }
  var out = place.querySelector("[role=status]");
  if (!able) {
    say("这个浏览器版本太旧，算不了签名；请换一个新的浏览器，或者用下面的办法核验。");
    return;
  }
  function failed() {
    button.disabled = false;
    say("没有取到核验所需的文件，没有核验；请检查网络以后再试，或者用下面的办法核验。");
  }
  function run() {
    window.zhihengCheck(out).then(function () { button.disabled = false; }, failed);
  }
  clear();
  button.hidden = false;
  button.onclick = function () {
    button.disabled = true;
    say("正在核验……");
    if (window.zhihengCheck) { run(); return; }
    var script = document.createElement("script");
    script.src = place.getAttribute("data-script");
    script.onload = run;
    script.onerror = failed;
    document.head.appendChild(script);
  };
})();
