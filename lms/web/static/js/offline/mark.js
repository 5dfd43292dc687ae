/* Whether anything was ever decided on this device: the pages of those who keep nothing load nothing. */

const MARK = "banso-offline";

export function isInUse() {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return false; // a browser that lets us keep nothing
  }
}

export function mark() {
  localStorage.setItem(MARK, "1");
}
