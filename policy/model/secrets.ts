/** Why no admission policy can validate the configuration of Glance. */
export const secretsAreOpaque =
  "The configuration is in a Secret, in base64, which the CEL of the API server cannot decode; and which Secret it is " +
  "only the StatefulSet says.";
