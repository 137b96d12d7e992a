export { checkStack, type CheckedStack, evaluateGuarded } from "./checkStack";
export { checkFiles, type Report, summaryOf } from "./report";
export { reportSarif } from "./reportSarif";
export { seenConfiguration } from "./seenConfiguration";
export { reportJson, reportText, violationLines } from "./reportText";
