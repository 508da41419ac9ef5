import { Refusal } from '../../core/errors.ts';
import type { ResourceErrorCode } from '../resources/errors.ts';

export type ProviderFailureCode = Extract<ResourceErrorCode, 'InvalidRequest' | 'NotStabilized'>;

/** A provider that was asked and failed, or never answered: what it did until then is to be deleted. */
export class ProviderFailure extends Refusal<ProviderFailureCode> {
  /** What the provider called the resource, if it did. */
  readonly physicalId: string | undefined;

  constructor(code: ProviderFailureCode, message: string, physicalId?: string) {
    super(code, message);
    this.name = 'ProviderFailure';
    this.physicalId = physicalId;
  }
}
