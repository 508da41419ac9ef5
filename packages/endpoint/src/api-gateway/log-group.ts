/** The ARN of a log group; its name in the first group. */
export const LOG_GROUP_ARN = /^arn:[\w-]+:logs:[\w-]+:\d{12}:log-group:([^:*]+)$/;
