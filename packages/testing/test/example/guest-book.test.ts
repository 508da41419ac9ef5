import { deployTestApp, eventually, invokeTestFunction, startTestEndpoint } from '@modes-of-dataflow/testing';
import { afterAll, test } from 'vitest';

const endpoint = await startTestEndpoint();
afterAll(() => endpoint.close());
test('a signature arrives in the guest book', async () => {
  const app = await deployTestApp(endpoint, import.meta.dirname);
  await invokeTestFunction(endpoint, app.output('SignFunction'), { name: 'Ada' });
  const guests = () => invokeTestFunction<string[]>(endpoint, app.output('ReadFunction'));
  await eventually('Ada is in the book', async () => (await guests()).payload?.includes('Ada'));
}, 120_000);
