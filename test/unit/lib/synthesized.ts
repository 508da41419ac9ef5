import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Release } from '../../../lib/releases.ts';
import { createApp, type SynthesizeOptions } from '../../../lib/synthesize.ts';

export type StackName =
  | 'Dataflow-Data'
  | 'Dataflow-Messaging'
  | 'Dataflow-Services'
  | 'Dataflow-Registry'
  | 'Dataflow-Archive'
  | 'Dataflow-Records'
  | 'Dataflow-Deliveries'
  | 'Dataflow-MessagingLabs'
  | 'Dataflow-Payloads';
export type Templates = Record<StackName, Template>;

const made = new Map<string, Templates>();

/** The templates of a release, synthesised once per test file. */
export function templatesOf(
  release: Release,
  options: Pick<SynthesizeOptions, 'protectData' | 'context'> = {},
): Templates {
  const key = JSON.stringify([release, options]);
  const before = made.get(key);
  if (before !== undefined) return before;
  const outdir = mkdtempSync(join(tmpdir(), 'dataflow-synth-'));
  try {
    const app = createApp({ ...options, release, outdir });
    const template = (name: StackName) => Template.fromStack(Stack.of(app.node.findChild(name)));
    const templates = {
      'Dataflow-Data': template('Dataflow-Data'),
      'Dataflow-Messaging': template('Dataflow-Messaging'),
      'Dataflow-Services': template('Dataflow-Services'),
      'Dataflow-Registry': template('Dataflow-Registry'),
      'Dataflow-Archive': template('Dataflow-Archive'),
      'Dataflow-Records': template('Dataflow-Records'),
      'Dataflow-Deliveries': template('Dataflow-Deliveries'),
      'Dataflow-MessagingLabs': template('Dataflow-MessagingLabs'),
      'Dataflow-Payloads': template('Dataflow-Payloads'),
    };
    made.set(key, templates);
    return templates;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

export function resourcesOf(template: Template, type: string): Map<string, Resource> {
  return new Map(Object.entries(template.findResources(type) as Record<string, Resource>));
}
