// Small comforts; every page works without them.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  // A failed form begins with what must be mended.
  document.getElementById("problems")?.focus();
  for (const form of document.querySelectorAll("form[method=post]")) {
    let dirty = false;
    form.addEventListener("input", () => { dirty = true; });
    // One tap is one act: the node knows a second one, the person should not wonder.
    form.addEventListener("submit", () => {
      dirty = false;
      setTimeout(() => form.querySelectorAll("button").forEach((b) => { b.disabled = true; }));
    });
    addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  }
  // The back button brings a page back as it was left: with a disabled button.
  addEventListener("pageshow", () => document.querySelectorAll("button").forEach((b) => { b.disabled = false; }));
  // Menus close as people expect.
  const menu = document.querySelector("details.account");
  addEventListener("click", (event) => { if (menu?.open && !menu.contains(event.target)) menu.open = false; });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu?.open) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  // How much room is left in a long text.
  for (const area of document.querySelectorAll("textarea[maxlength]")) {
    const left = document.createElement("span");
    left.className = "left";
    left.setAttribute("aria-hidden", "true");
    area.after(left);
    const tell = () => { left.textContent = area.value.length > area.maxLength * 0.8 ? `${area.value.length} / ${area.maxLength}` : ""; };
    area.addEventListener("input", tell);
    tell();
  }
});
