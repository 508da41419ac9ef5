import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { createFileRegistry, type DescFile, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { UnreadableContractError } from './contract-folders.ts';

const MAX_DESCRIPTORS_BYTES = 64 * 1024 * 1024;

/**
 * All `.proto` files below a folder and what they import, as buf compiles them.
 *
 * @throws UnreadableContractError with buf's words, which name file and line
 */
export function buildProto(folder: string): DescFile[] {
  const buf = createRequire(import.meta.url).resolve('@bufbuild/buf/bin/buf');
  const args = [buf, 'build', folder, '--as-file-descriptor-set', '-o', '-'];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    maxBuffer: MAX_DESCRIPTORS_BYTES,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new UnreadableContractError(`${folder}: ${stderr.toString().trim()}`);
  return [...createFileRegistry(fromBinary(FileDescriptorSetSchema, stdout)).files];
}
