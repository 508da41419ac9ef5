import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnEndpoint } from '@modes-of-dataflow/endpoint';
import type { TestProject } from 'vitest/node';
import { deployReleases } from '../../../bin/deploy/deploy-releases.ts';
import { endpointTarget } from '../../../driver/targets/endpoint.ts';
import { RELEASES } from '../../../lib/releases.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** An endpoint to which all releases have been deployed, the way a user deploys them. */
    endpoint: string;
    /** Where the test of `npm run demo` keeps its report for the tests of scenarios. The file need not exist. */
    demoReport: string;
  }
}

/** One deployed shop for all end-to-end tests. It ends with them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-report-'));
  const endpoint = await spawnEndpoint({ port: 0 });
  const end = async () => {
    rmSync(folder, { recursive: true });
    await endpoint.close();
  };
  try {
    const target = endpointTarget('embedded', endpoint.url, 'us-east-1');
    const { signal } = new AbortController();
    await deployReleases(target, RELEASES, { faults: true, show: 'nothing', signal });
    project.provide('endpoint', endpoint.url);
    project.provide('demoReport', join(folder, 'report.json'));
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}
