/** What other packages may use of the endpoint. */
export { type Log, type LogLevel, lineLog } from './core/log.ts';
export { watchParent } from './core/parent.ts';
export { type Endpoint, type EndpointOptions, startEndpoint } from './endpoint.ts';
export { type SpawnEndpointOptions, type SpawnedEndpoint, spawnEndpoint } from './spawn.ts';
