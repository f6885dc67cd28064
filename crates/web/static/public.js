// Comforts of the public pages; each of them works without this file.
"use strict";
const leave = document.getElementById("leave");
// Gone from the history too: the back button does not lead here again.
const away = (event) => { event?.preventDefault(); location.replace(leave.href); };
leave?.addEventListener("click", away);
let escape = 0;
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !leave) return;
  if (event.timeStamp - escape < 1500) away();
  escape = event.timeStamp;
});

// A puzzle solved meanwhile spares this device the limit on reports from one network. Nothing waits for it.
const puzzle = document.querySelector("#report input[name=challenge]");
const answer = document.querySelector("#report input[name=nonce]");
const zeros = (bytes) => {
  let count = 0;
  for (const byte of bytes) {
    if (byte) return count + Math.clz32(byte) - 24;
    count += 8;
  }
  return count;
};
const solve = async (text, wanted) => {
  const encoder = new TextEncoder();
  for (let from = 0; ; from += 200) {
    const tries = Array.from({ length: 200 }, (_, i) => crypto.subtle.digest("SHA-256", encoder.encode(`${text}.${from + i}`)));
    const hit = (await Promise.all(tries)).findIndex((hash) => zeros(new Uint8Array(hash)) >= wanted);
    if (hit >= 0) return from + hit;
    // A cheap telephone stays usable meanwhile.
    await new Promise((next) => setTimeout(next));
  }
};
if (puzzle && answer && globalThis.crypto?.subtle) {
  solve(puzzle.value, Number(puzzle.dataset.difficulty)).then((nonce) => { answer.value = nonce; }, () => {});
}
