import * as z from 'zod';

const version = z.int().positive();

/** Breaks between a version of a contract and the one before it that its owner has accepted, and why. */
const acceptedContractBreak = z.strictObject({
  /** The newer version. */
  version,
  direction: z.enum(['request', 'response']),
  upgrade: z.enum(['servers-first', 'clients-first']),
  rule: z.string().min(1),
  /** Each as `dataflow check` prints it. */
  paths: z.array(z.string().min(1)).min(1),
  reason: z.string().min(10),
});
export type AcceptedContractBreak = z.infer<typeof acceptedContractBreak>;

/** What `contract.json` holds, beside the versions of a contract. */
export const contractManifest = z.strictObject({
  contract: z.string().min(1),
  accepted: z.array(acceptedContractBreak),
});
export type ContractManifest = z.infer<typeof contractManifest>;
