import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Release } from '../../../lib/releases.ts';
import { createApp } from '../../../lib/synthesize.ts';

export type StackName =
  | 'Dataflow-Data'
  | 'Dataflow-Messaging'
  | 'Dataflow-Services'
  | 'Dataflow-Registry'
  | 'Dataflow-Archive'
  | 'Dataflow-Records';
export type Templates = Record<StackName, Template>;

const made = new Map<string, Templates>();

/** The templates of a release, synthesised once per test file. */
export function templatesOf(release: Release, options: { protectData?: boolean } = {}): Templates {
  const key = JSON.stringify([release, options]);
  let templates = made.get(key);
  if (templates === undefined) {
    const outdir = mkdtempSync(join(tmpdir(), 'dataflow-synth-'));
    const app = createApp({ ...options, release, outdir });
    const template = (name: StackName) => Template.fromStack(Stack.of(app.node.findChild(name)));
    templates = {
      'Dataflow-Data': template('Dataflow-Data'),
      'Dataflow-Messaging': template('Dataflow-Messaging'),
      'Dataflow-Services': template('Dataflow-Services'),
      'Dataflow-Registry': template('Dataflow-Registry'),
      'Dataflow-Archive': template('Dataflow-Archive'),
      'Dataflow-Records': template('Dataflow-Records'),
    };
    rmSync(outdir, { recursive: true });
    made.set(key, templates);
  }
  return templates;
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
