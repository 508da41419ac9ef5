/** @throws when the stack did not set the variable: a fault of the deployment, reported at the first start. */
export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is not set`);
  return value;
}
