import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verdictOf } from '../../../../../schemas/compatibility/contract-change.ts';
import { compareDocuments } from '../../../../../schemas/compatibility/openapi/compare-documents.ts';
import { ALL_CASES } from './cases/all-cases.ts';
import { ContractClient } from './observe/contract-client.ts';
import { ContractServer } from './observe/contract-server.ts';
import { observe } from './observe/observe.ts';

const server = new ContractServer();
let client: ContractClient;

beforeAll(async () => {
  await server.start();
  client = new ContractClient(server.port);
});

afterAll(async () => {
  client.close();
  await server.stop();
});

describe('what is predicted is what a real server and a real client do', () => {
  test.each(ALL_CASES.map((one, index) => ({ ...one, index })))(
    '$name',
    async ({ before, after, rules, index }) => {
      const changes = compareDocuments({ document: before }, { document: after });
      const predicted = { request: verdictOf(changes, 'request'), response: verdictOf(changes, 'response') };

      const observed = await observe(`case${index}`, before, after, server, client);

      expect(observed.verdicts, observed.failures.join('\n')).toEqual(predicted);
      expect(observed.calls).toBeGreaterThanOrEqual(2);
      expect([...new Set(changes.map(({ rule }) => rule))].sort()).toEqual(rules.toSorted());
    },
  );
});
