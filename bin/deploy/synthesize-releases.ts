import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseRelease } from '../../lib/releases.ts';
import { synthesize } from '../../lib/synthesize.ts';

// A program of its own: the CDK's library takes a second and 200 MB that the command line can do without.
// Usage: node bin/deploy/synthesize-releases.ts [--protect-data] [--faults] [--tracing <setting>] <directory> <release>…
const {
  values: { 'protect-data': protectData, faults, tracing },
  positionals: [directory, ...releases],
} = parseArgs({
  options: {
    'protect-data': { type: 'boolean', default: false },
    faults: { type: 'boolean', default: false },
    tracing: { type: 'string', default: 'on' },
  },
  allowPositionals: true,
});
if (directory === undefined) throw new TypeError('No directory was given for the cloud assemblies');
for (const release of releases.map(parseRelease)) {
  synthesize({ release, outdir: join(directory, release), protectData, faults, tracing });
}
