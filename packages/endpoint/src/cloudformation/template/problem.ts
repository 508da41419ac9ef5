/** Something in a template that is known to fail before a resource is touched. */
export interface Problem {
  readonly logicalId: string;
  readonly resourceType: string;
  /** Where it is in the template, such as `/Resources/Queue/Properties/DelaySeconds`. */
  readonly path: string;
  readonly message: string;
  /** Whether AWS has it and the endpoint does not; otherwise AWS would refuse it too. */
  readonly unsupported: boolean;
}
