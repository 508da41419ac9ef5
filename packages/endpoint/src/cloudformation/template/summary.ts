import type { Template } from './template.ts';

/** What GetTemplateSummary and ValidateTemplate tell of a template's parameters. */
export function summarizeParameters(template: Template) {
  return [...template.parameters].map(([name, definition]) => ({
    ParameterKey: name,
    ...(definition.Default !== undefined && {
      DefaultValue: definition.NoEcho ? '****' : definition.Default,
    }),
    ParameterType: definition.Type,
    NoEcho: definition.NoEcho,
    ...(definition.Description !== undefined && { Description: definition.Description }),
    ...(definition.AllowedValues !== undefined && {
      ParameterConstraints: { AllowedValues: definition.AllowedValues },
    }),
  }));
}
