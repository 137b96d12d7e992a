export { interruptSignal } from "./childProcess";
export { evaluate, type EvaluateOptions } from "./evaluate";
export type { EvaluatedResource, Evaluation, StackOutput } from "./evaluation";
export { kubectlYaml } from "./kubectlYaml";
export { manifests } from "./manifests";
export { refusePublicOutput, writeOutput } from "./output";
export { stackName } from "./project";
export { Redactor } from "./redactor";
export type { RegisteredObject, Remediate, Remediation } from "./registration";
export {
  createStackKey,
  decryptSecret,
  encryptSecret,
  openStackKey,
  type StackKey,
} from "./secrets";
export { openStackFile, type Setting, setValue, setValues, valuePath } from "./stackDocument";
export { type ConfigOptions, readConfig, type StackConfig } from "./stackFile";
export { readPassphrase } from "./stackSecrets";
export { mask } from "./values";
export { waves } from "./waves";
