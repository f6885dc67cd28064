// Small comforts; every page works without them.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  // A failed form begins with what must be mended.
  document.getElementById("problems")?.focus();
  // What is typed survives a session that has ended and a network that is gone: whoever types is not idle, and what was typed for long
  // is sent only once somebody is signed in and the node answers.
  const { keep, lost, signIn, signInLabel } = document.getElementById("main").dataset;
  const FRESH = 5 * 60 * 1000;
  let heard = Date.now();
  let asking;
  const ask = () => asking ??= (async () => {
    const session = await fetch(keep, { headers: { accept: "application/json" } });
    if (!session.ok) throw session;
    const { form_token: token } = await session.json();
    for (const field of document.getElementsByName("form_token")) field.value = token;
    heard = Date.now();
    for (const said of document.querySelectorAll(".lost")) said.remove();
  })().finally(() => { asking = undefined; });
  const tell = (form) => {
    if (form.querySelector(".lost")) return;
    const said = document.createElement("div");
    said.className = "notice bad lost";
    said.setAttribute("role", "alert");
    const text = document.createElement("p");
    const link = document.createElement("a");
    Object.assign(link, { href: signIn, target: "_blank", rel: "noopener", textContent: signInLabel });
    text.append(`${lost} `, link);
    said.append(text);
    form.prepend(said);
  };
  for (const form of keep ? document.querySelectorAll("main form[method=post]") : []) {
    let typed = false;
    form.addEventListener("input", () => {
      typed = true;
      if (Date.now() - heard > FRESH && !asking) ask().catch(() => tell(form));
    });
    form.addEventListener("submit", async (event) => {
      if (form.dataset.sure) { delete form.dataset.sure; return; }
      const fresh = Date.now() - heard < FRESH && navigator.onLine && !form.querySelector(".lost");
      if (fresh || !typed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      try {
        await ask();
        form.dataset.sure = "1";
        form.requestSubmit(event.submitter);
      } catch { tell(form); form.querySelector(".lost").scrollIntoView({ block: "center" }); }
    });
  }
  for (const form of document.querySelectorAll("form[data-keys]")) {
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector("button[value=save]"));
    });
  }
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
  for (const menu of document.querySelectorAll("details.account, details.more")) {
    addEventListener("click", (event) => { if (menu.open && !menu.contains(event.target)) menu.open = false; });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  }
  // Words that harm a child are marked while they are typed, and nothing is held up: what stands in quotation marks is somebody's title.
  for (const form of document.querySelectorAll("form[data-words]")) {
    let terms;
    form.addEventListener("input", async ({ target }) => {
      if (!target.matches("textarea, input[type=text]")) return;
      terms ??= fetch(form.dataset.words).then((answer) => answer.json()).then((all) => all.rows).catch(() => []);
      const list = (await terms).filter((one) => one.class !== "preferred");
      const text = target.value.replace(/"[^"]*"|“[^”]*”|«[^»]*»/g, (quoted) => " ".repeat(quoted.length)).toLowerCase();
      const found = list.filter(({ term }) => {
        const plain = term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        return new RegExp(`(?<![\\p{L}\\p{N}])${plain}s?(?![\\p{L}\\p{N}])`, "u").test(text);
      });
      let said = document.getElementById(`${target.id}-words`);
      if (!said) {
        said = document.createElement("p");
        said.id = `${target.id}-words`;
        said.className = "hint words";
        said.setAttribute("aria-live", "polite");
        target.after(said);
      }
      const lines = found.map((one) => `${form.dataset[one.class]}: “${one.term}”. ${form.dataset.instead}: ${one.instead}.`);
      if (said.textContent !== lines.join(" ")) said.textContent = lines.join(" ");
    });
  }
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
