import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { z } from 'zod';
import { readHistories } from '../schemas/read-histories.ts';
import { buildHandlers } from './build-handlers.ts';
import { schemaFaults } from './compatibility-gate.ts';
import { PROTECT_DATA } from './constructs/data-protection.ts';
import { FAULTS } from './constructs/fault-injection.ts';
import { TRACING } from './constructs/tracing.ts';
import { FIRST_RELEASE, parseRelease, type Release } from './releases.ts';
import { ArchiveStack } from './stacks/archive-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { DeliveriesStack } from './stacks/deliveries-stack.ts';
import { MessagingLabsStack } from './stacks/messaging-labs-stack.ts';
import { MessagingStack } from './stacks/messaging-stack.ts';
import { PayloadsStack } from './stacks/payloads-stack.ts';
import { RecordsStack } from './stacks/records-stack.ts';
import { RegistryStack } from './stacks/registry-stack.ts';
import { ServicesStack } from './stacks/services-stack.ts';

export interface SynthesizeOptions {
  /** By default what `-c release=…` says, else the first release. */
  release?: Release;
  /** Where the cloud assembly goes; by default where the CDK command line asks for it. */
  outdir?: string;
  /** The folder of the subjects, by default the repository's own. */
  schemas?: string;
  /** Whether data outlives its stacks; by default what `-c protectData=…` says, else it does. */
  protectData?: boolean;
  /** Whether scenarios may make services fail; by default what `-c faults=…` says, else they cannot. */
  faults?: boolean;
  /** `on`, `off`, or the share of new traces that are recorded; by default what `-c tracing=…` says, else `on`. */
  tracing?: string;
  /** As `-c name=value` gives it. */
  context?: Readonly<Record<string, string>>;
  /** Whether CDK validates the templates itself: seconds at every synth, so the tests do it once. */
  validate?: boolean;
}

/** The app with all its stacks, not yet synthesised: tests look at it and add their checks. */
export function createApp(options: SynthesizeOptions = {}): App {
  const app = new App({
    ...(options.outdir !== undefined && { outdir: options.outdir }),
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: options.validate ?? false,
    context: {
      ...featureFlags(),
      ...options.context,
      ...(options.protectData !== undefined && { [PROTECT_DATA]: options.protectData }),
      ...(options.faults !== undefined && { [FAULTS]: options.faults }),
      ...(options.tracing !== undefined && { [TRACING]: options.tracing }),
    },
  });
  const release = options.release ?? parseRelease(app.node.tryGetContext('release') ?? FIRST_RELEASE);
  buildHandlers();

  const data = new DataStack(app, 'Dataflow-Data', release);
  const registry = new RegistryStack(app, 'Dataflow-Registry', release, {
    histories: readHistories(options.schemas),
  });
  const messaging = new MessagingStack(app, 'Dataflow-Messaging', release, { data, registry });
  new MessagingLabsStack(app, 'Dataflow-MessagingLabs', messaging.topic as ITopic);
  const { logging } = registry;
  const services = new ServicesStack(app, 'Dataflow-Services', release, { data, logging });
  // Consumers are created before the first order can come in, and deleted after the last.
  services.addStackDependency(messaging);
  // Synthesis fails for a release whose schemas break the level of their subjects.
  registry.node.addValidation({ validate: () => schemaFaults(options.schemas) });
  const records = new RecordsStack(app, 'Dataflow-Records', registry);
  new ArchiveStack(app, 'Dataflow-Archive', release, { tables: [records.table, data.shared] });
  new DeliveriesStack(app, 'Dataflow-Deliveries', release);
  new PayloadsStack(app, 'Dataflow-Payloads', release);
  return app;
}

/**
 * The feature flags of cdk.json, which the CDK command line passes on and a synthesis without it would miss. Strong
 * cross-stack references keep CloudFormation from deleting a table that other stacks import.
 */
function featureFlags(): Record<string, unknown> {
  return z
    .looseObject({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../cdk.json'), 'utf8'))).context;
}

/** Writes the cloud assembly of one release: what `cdk deploy --app <outdir>` takes. */
export function synthesize(options: SynthesizeOptions = {}): CloudAssembly {
  return createApp(options).synth();
}
