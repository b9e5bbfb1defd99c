// Mode forum: all steps are on the page already; a key or a clicker turns them, and the address remembers which.
(() => {
  const steps = [...document.querySelectorAll(".step")];
  const number = document.getElementById("number");
  const at = () => steps.findIndex(step => step.classList.contains("now"));

  // Text that is longer than its step is set smaller until it fits: nothing is ever cut.
  function fit(step) {
    const boxes = [step, ...step.querySelectorAll(".map, .said, .facts")];
    for (let size = 1; size >= 0.73; size -= 0.03) {
      step.style.setProperty("--fit", size);
      if (boxes.every(box => box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1)) return;
    }
  }

  function show(wanted) {
    const index = Math.min(steps.length - 1, Math.max(0, wanted));
    steps.forEach((step, i) => {
      step.classList.toggle("now", i === index);
      step.toggleAttribute("inert", i !== index);
    });
    fit(steps[index]);
    number.textContent = number.dataset.text.replace("{n}", index + 1).replace("{all}", steps.length);
    const address = new URL(location.href);
    address.searchParams.set("langkah", index + 1);
    history.replaceState(null, "", address);
    for (const link of document.querySelectorAll("a[data-keeps-step]")) {
      const target = new URL(link.href);
      target.searchParams.set("langkah", index + 1);
      link.href = target.href;
    }
    steps[index].querySelector("h1, h2").focus({preventScroll: true});
  }

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  const leave = () => document.getElementById("leave").click();
  const keys = {
    ArrowRight: () => show(at() + 1), ArrowDown: () => show(at() + 1), PageDown: () => show(at() + 1), " ": () => show(at() + 1),
    ArrowLeft: () => show(at() - 1), ArrowUp: () => show(at() - 1), PageUp: () => show(at() - 1), Backspace: () => show(at() - 1),
    Home: () => show(0), End: () => show(steps.length - 1), Escape: leave, f: fullScreen, F: fullScreen,
  };
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || !(event.key in keys)) return;
    if (event.key === " " && event.target.closest("a, button")) return;  // presses what has the focus
    event.preventDefault();
    keys[event.key]();
  });
  document.getElementById("before").addEventListener("click", () => show(at() - 1));
  document.getElementById("after").addEventListener("click", () => show(at() + 1));
  document.getElementById("full").addEventListener("click", fullScreen);
  addEventListener("resize", () => fit(steps[at()]));
  show(Number(new URL(location.href).searchParams.get("langkah") || 1) - 1);
})();
