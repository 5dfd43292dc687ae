/* Signing out empties the device: first asks, on a page of its own, when something unsent would be lost. */

import { isInUse } from "offline/mark";

export function enhance(form) {
  let isAsked = !isInUse();
  form.addEventListener("submit", async (event) => {
    if (isAsked) return;
    event.preventDefault();
    const { empty, isUnsent } = await import("offline/device");
    const { ITEM, count, listOwners } = await import("offline/store");
    const counts = await Promise.all((await listOwners()).map((owner) => count(ITEM, owner.person, isUnsent)));
    if (counts.some((one) => one > 0)) {
      location.assign(form.dataset.leaving);
      return;
    }
    isAsked = true;
    await empty();
    form.requestSubmit();
  });
}
