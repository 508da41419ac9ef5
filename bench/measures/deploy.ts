import { spawnEndpoint } from '@modes-of-dataflow/endpoint';
import { createAssemblies, synthesizeReleases } from '../../bin/deploy/assemblies.ts';
import { bootstrap, deploy as deployAssembly } from '../../bin/deploy/cdk.ts';
import { installed, runTool } from '../../bin/run-tool.ts';
import { endpointTarget } from '../../driver/targets/endpoint.ts';
import { type Figure, type Measure, timed } from '../measure.ts';

/** `outdir` is left to the CDK, which takes a temporary directory. */
const EMPTY_APP =
  "import { App, Stack } from 'aws-cdk-lib'; const app = new App(); new Stack(app, 'Empty'); app.synth();";
const signal = new AbortController().signal;

/** From sources to a deployed shop and on to its second release, step by step, with the CDK's own command line. */
export const deploy: Measure = {
  name: 'deploy',
  async take(runs, say) {
    const library = { name: 'an empty app', values: [] as number[] };
    const cli = { name: 'cdk --version', values: [] as number[] };
    const figure = (name: string, floor: Figure['floor']): Figure => ({
      name,
      unit: 's',
      values: [],
      ...(floor && { floor }),
    });
    const synth = figure('Synthesis of one release', library);
    const boot = figure('Bootstrap', cli);
    const first = figure('First deployment (v1)', cli);
    const second = figure('Second deployment (v2)', cli);

    for (let run = 0; run < runs; run += 1) {
      const endpoint = await spawnEndpoint({ port: 0 });
      const assemblies = await createAssemblies();
      const target = endpointTarget('embedded', endpoint.url, 'us-east-1');
      const seconds = async (into: number[], what: string, work: () => Promise<unknown>) => {
        say(`run ${run + 1} of ${runs}: ${what}`);
        into.push((await timed(work)) / 1000);
      };
      try {
        await seconds(library.values, 'floor of synthesis', () =>
          runTool(process.execPath, ['--input-type=module', '-e', EMPTY_APP], {
            signal,
            env: { CDK_VALIDATION: 'false' },
          }),
        );
        await seconds(cli.values, 'floor of deployment', () =>
          runTool(installed('cdk'), ['--version'], { signal }),
        );
        await seconds(synth.values, 'synth', () =>
          synthesizeReleases(assemblies, ['v1'], { protectData: false, cached: false, signal }),
        );
        await synthesizeReleases(assemblies, ['v2'], { protectData: false, cached: false, signal });
        await seconds(boot.values, 'bootstrap', () => bootstrap(target, '000000000000', { signal }));
        await seconds(first.values, 'first deployment', () =>
          deployAssembly(target, assemblies.of('v1'), { signal }),
        );
        await seconds(second.values, 'second deployment', () =>
          deployAssembly(target, assemblies.of('v2'), { signal }),
        );
      } finally {
        await assemblies.remove();
        await endpoint.close();
      }
    }
    return [synth, boot, first, second];
  },
};
