/* On every page of somebody signed in: notes whose device this is, sends what waits, and says how much is unsent. */

import { isInUse } from "offline/mark";

export function enhance(badge) {
  return begin(badge);
}

async function begin(badge) {
  if (!isInUse()) return; // nobody keeps anything here
  const { seen } = await import("offline/device");
  const owner = await seen(badge.dataset.person, badge.dataset.locale);
  if (owner?.choice !== "yes") return;
  const { ITEM, count, onChange } = await import("offline/store");
  const { isRefused, isWaiting, send } = await import("offline/queue");

  const draw = async () => {
    const [waiting, refused] = await Promise.all([isWaiting, isRefused].map((state) => count(ITEM, owner.person, state)));
    badge.hidden = !(waiting + refused);
    badge.classList.toggle("unsent--refused", refused > 0);
    badge.textContent = waiting ? badge.dataset.unsent.replace("{n}", waiting + refused) : badge.dataset.refused.replace("{n}", refused);
    return waiting + refused;
  };
  const sendWaiting = async () => (await draw()) && navigator.onLine && send(owner);

  onChange(draw);
  window.addEventListener("online", sendWaiting);
  document.addEventListener("visibilitychange", () => document.hidden || sendWaiting());
  await sendWaiting();
}
