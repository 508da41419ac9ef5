import { z } from 'zod';

const schema = z.object({ taskId: z.string(), sourceArn: z.string() });

/** Names a move task and its source, in the form of AWS. */
export function writeTaskHandle(taskId: string, sourceArn: string): string {
  return Buffer.from(JSON.stringify({ taskId, sourceArn }), 'utf8').toString('base64');
}

/** Undefined where the text is not a handle. */
export function readTaskHandle(handle: string): z.output<typeof schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(handle, 'base64').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
