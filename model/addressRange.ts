import { BlockList, isIP } from "node:net";

/** Whether a text is a range of addresses, such as 192.0.2.0/24. */
export function isAddressRange(text: string): boolean {
  const [, address = "", length = ""] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(length) <= (version === 4 ? 32 : 128);
}

/** Whether a range is a part of another one, and not all of it. */
export function isPartOf(part: string, whole: string): boolean {
  const [[address = "", length], [outer = "", outerLength]] = [part.split("/"), whole.split("/")];
  const family = isIP(outer) === 6 ? "ipv6" : "ipv4";
  const range = new BlockList();
  range.addSubnet(outer, Number(outerLength), family);
  return (
    isIP(address) === isIP(outer) &&
    Number(length) > Number(outerLength) &&
    range.check(address, family)
  );
}
