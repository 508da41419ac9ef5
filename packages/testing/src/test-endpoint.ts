import { type SpawnEndpointOptions, spawnEndpoint } from '@modes-of-dataflow/endpoint';

export type TestEndpointOptions = Omit<SpawnEndpointOptions, 'port'>;

/** An embedded AWS endpoint for the tests of one file, in a process of its own. */
export interface TestEndpoint {
  /** Base URL, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  /** For clients of the AWS SDK: `new SQSClient(endpoint.clientConfig)`. */
  readonly clientConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** For programs that configure their AWS SDK from the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Stops the endpoint, the functions it runs, and CDK commands that still use it. */
  close(): Promise<void>;
}

type Cleanup = () => Promise<void>;

const cleanups = new WeakMap<TestEndpoint, Cleanup[]>();

/** Runs `cleanup` when the endpoint closes, before it stops; the last one registered runs first. */
export function onClose(endpoint: TestEndpoint, cleanup: Cleanup): void {
  cleanups.set(endpoint, [cleanup, ...(cleanups.get(endpoint) ?? [])]);
}

/**
 * Starts an embedded AWS endpoint on a free port; everything in it is gone when it closes. It also stops when the
 * test process ends, however that ends.
 */
export async function startTestEndpoint(options: TestEndpointOptions = {}): Promise<TestEndpoint> {
  const spawned = await spawnEndpoint({ ...options, port: 0 });
  const { url } = spawned;
  const region = options.region ?? 'us-east-1';
  const endpoint: TestEndpoint = {
    url,
    region,
    account: options.account ?? '000000000000',
    clientConfig: { endpoint: url, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } },
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    async close() {
      const pending = cleanups.get(endpoint) ?? [];
      cleanups.delete(endpoint);
      for (const cleanup of pending) await cleanup();
      await spawned.close();
    },
  };
  return endpoint;
}
