// Vietnamese dates. The page shows the sandbox's clock, never the browser's: everything is
// reckoned from the server's moments, at Vietnam's fixed +07:00.

const DAYS = ["Chủ Nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
const ZONE_MS = 7 * 3600 * 1000;
const HOUR_MS = 3600 * 1000;
const two = (number) => String(number).padStart(2, "0");

/** Milliseconds of an ISO moment, or of the Bot API's unix seconds. */
export function moment(value) {
  return typeof value === "number" ? value * 1000 : Date.parse(value);
}

/** "Thứ Hai, 02/03/2026" */
export function day(ms) {
  const local = new Date(ms + ZONE_MS);
  return `${DAYS[local.getUTCDay()]}, ${two(local.getUTCDate())}/${two(local.getUTCMonth() + 1)}/${local.getUTCFullYear()}`;
}

/** "08:00" */
export function hour(ms) {
  const local = new Date(ms + ZONE_MS);
  return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
}

/** The next 08:00 in Vietnam strictly after `ms`, as ISO. */
export function nextMorning(ms) {
  const local = new Date(ms + ZONE_MS);
  let morning = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()) + 8 * HOUR_MS - ZONE_MS;
  if (morning <= ms) morning += 24 * HOUR_MS;
  return new Date(morning).toISOString().replace(".000Z", "+00:00");
}
