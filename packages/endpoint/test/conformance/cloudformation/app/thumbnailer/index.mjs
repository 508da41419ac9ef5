/** Says what it was deployed with, which is all that the tests look at. */
export const handler = async () => ({
  edition: process.env.EDITION,
  edge: process.env.EDGE,
  queue: process.env.QUEUE_URL,
  table: process.env.TABLE_NAME,
  label: process.env.LABEL,
  version: process.env.AWS_LAMBDA_FUNCTION_VERSION,
});
