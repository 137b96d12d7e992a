import type { AdmissionKind, Validation } from "../cel/admissionCheck";
import { allOf, anyOf, cel } from "../cel/expression";
import type { Field } from "../model/field";
import type { KubernetesObject } from "../model/kubernetesObject";
import type { ObjectRule, Violation } from "../rule";
import type { Demand } from "./demand";
import { everyField } from "./path";
import type { Place } from "./place";

/** A condition that is written once, and read from a manifest and by the API server. */
export interface Control {
  /** Where the fields are. Of two places, the first one speaks for fields that are missing in the second. */
  places: readonly Place[];
  /** Paths from there. */
  paths: readonly string[];
  demand: Demand;
  /** Whether the fields must be there; a patch may leave them out. */
  isRequired: boolean;
  /** What the fields must be, and why: continues a sentence. */
  message: string;
}

/** A control of fields that may be left out. */
export function control(
  places: Place | readonly Place[],
  demand: Demand,
  message: string,
  ...paths: readonly string[]
): Control {
  return { places: [places].flat(), demand, message, paths, isRequired: false };
}

/** A control of a field that must be there. */
export function required(
  places: Place | readonly Place[],
  demand: Demand,
  message: string,
  path: string,
): Control {
  return { ...control(places, demand, message, path), isRequired: true };
}

/** The part of a rule that follows from its controls. */
export function ofControls<Settings extends object = object>(
  kinds: readonly AdmissionKind[],
  controls: (settings: Settings) => readonly Control[],
): Pick<ObjectRule<Settings>, "scope" | "validate" | "admission"> {
  return {
    scope: "object",
    validate: (object, settings) =>
      controls(settings).flatMap((control) => violationsOf(control, object)),
    admission: { kinds, validations: (settings) => controls(settings).map(validationOf) },
  };
}

/** How an object breaks a control. */
function violationsOf(control: Control, object: KubernetesObject): Violation[] {
  const { places, paths, demand, isRequired, message } = control;
  const { isPatch } = object;
  const [first = [], second] = places.map((place) =>
    place
      .find(object)
      .flatMap((found) =>
        paths.flatMap((path) => found.all(path).map((field) => ({ field, place: found }))),
      ),
  );
  const isMissing = ({ field }: { field: Field }) => field.isAbsent;
  const mayBeSilent = isPatch || !isRequired || second?.some(isMissing) === false;
  const violations = [
    ...(mayBeSilent ? [] : first.filter(isMissing)),
    ...[...first, ...(second ?? [])].filter(
      ({ field, place }) => !field.isAbsent && !demand.isMet(field, { place, isPatch }),
    ),
  ];
  return violations.length > 0 && places.every(({ isMeant }) => isMeant?.(object) !== false)
    ? violations.map(({ field }) => ({ field, message }))
    : [];
}

/** A control as the API server enforces it. */
function validationOf(control: Control): Validation {
  const { places, paths, demand, isRequired, message } = control;
  const speaksForOthers = isRequired && places.length > 1;
  const everywhere = (place: Place, isRequired: boolean, inCel: Demand["inCel"]) =>
    place.every((found) =>
      allOf(
        paths.map((path) => everyField(found, path, (value) => inCel(value, found), isRequired)),
      ),
    );
  const isSet = places.map((place) => everywhere(place, true, () => cel`true`));
  const [{ path: parent = "" } = {}] = places;
  const names = paths.map((path) => [parent, path].filter(Boolean).join("."));
  const subject = [names.join(" and "), places.map(({ title }) => title).join(" and ")];
  return {
    expression: allOf([
      ...(speaksForOthers ? [anyOf(isSet)] : []),
      ...places.map((place) =>
        everywhere(place, isRequired && !speaksForOthers, (value, found) =>
          demand.inCel(value, found),
        ),
      ),
    ]),
    message: `${subject.filter((name) => name !== "").join(" of ")} ${message}`,
  };
}
