export { mistakeOf } from "./objectMistakes";
