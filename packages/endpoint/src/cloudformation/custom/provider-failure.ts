import { AwsError } from '../../core/errors.ts';

/** A provider that was asked and failed, or never answered: what it did until then is to be deleted. */
export class ProviderFailure extends AwsError {
  /** What the provider called the resource, if it did. */
  readonly physicalId: string | undefined;

  constructor(code: 'InvalidRequest' | 'NotStabilized', message: string, physicalId?: string) {
    super(code, message);
    this.name = 'ProviderFailure';
    this.physicalId = physicalId;
  }
}
