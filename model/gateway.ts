/** Seconds that what stands in front of the API waits at least for the next part of a request: as long as Apache does by default. */
export const leastGatewaySeconds = 60;
