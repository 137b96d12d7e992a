import { z } from "zod";

import { count, fields } from "./values";

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const weekdays = "sun mon tue wed thu fri sat".split(" ");

/** The fields of a schedule: smallest and largest number, and names of those from the smallest on. */
const cronFields: readonly (readonly [number, number, readonly string[]])[] = [
  [0, 59, []],
  [0, 23, []],
  [1, 31, []],
  [1, 12, months],
  [0, 6, weekdays],
];

/** Whether a text is a schedule as CronJobs have it. */
function isSchedule(text: string): boolean {
  const parts = text.trim().split(/\s+/);
  return (
    /^@(hourly|daily|midnight|weekly|monthly|yearly|annually)$/.test(text) ||
    (parts.length === cronFields.length &&
      cronFields.every((field, index) =>
        parts[index]?.split(",").every((part) => isPart(part, field)),
      ))
  );
}

function isPart(text: string, [least, most, names]: (typeof cronFields)[number]): boolean {
  const [, range = "", step = "1"] = /^(\*|\?|\w+(?:-\w+)?)(?:\/(\d+))?$/.exec(text) ?? [];
  const values = /^[*?]$/.test(range)
    ? [least, most]
    : range.split("-").map((name) => {
        const index = names.indexOf(name.toLowerCase());
        return index === -1 ? (/^\d+$/.test(name) ? Number(name) : NaN) : least + index;
      });
  const [first = NaN, last = first] = values;
  return least <= first && first <= last && last <= most && Number(step) >= 1;
}

const days = (least: number) => count("a number of days", least, 36500);

/** When rows that Glance has marked as deleted leave the database. */
export const dbPurge = fields({
  schedule: z
    .string({ error: 'write a schedule in quotes, such as "1 0 * * *" for a minute past midnight' })
    .refine(isSchedule, {
      error: "write the five fields of cron, such as 1 0 * * * for a minute past midnight",
    })
    .default("1 0 * * *")
    .describe(
      "When a CronJob removes what is marked as deleted, as cron has it, in the time of the cluster",
    ),
  age: days(1).default(30).describe("Days for which it stays in the database at least"),
  rows: count("a number of rows", 1, 1_000_000)
    .default(100)
    .describe("Rows of each table that one run removes at most"),
  imagesAge: days(180)
    .optional()
    .describe(
      "Days after which the records of deleted images go, too, whose identifiers could then be used anew; left out, they stay",
    ),
}).superRefine(({ age, imagesAge = age }, context) => {
  if (imagesAge < age) {
    const message = `write at least ${age}, as in glance:dbPurge.age`;
    context.addIssue({ code: "custom", path: ["imagesAge"], message });
  }
});
