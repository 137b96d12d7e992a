import { isIP } from "node:net";

/** Whether a text is a range of addresses, such as 192.0.2.0/24. */
export function isAddressRange(text: string): boolean {
  const [, address = "", length = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(length) <= (version === 4 ? 32 : 128);
}
