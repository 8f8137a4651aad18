/**
 * What of a run's `newerFields` the gateway is told: a member of a task definition is one of the request that
 * registers it as well.
 *
 * AWS adds members to task definitions several times a year, and an SDK that is older drops them. Whoever wants to
 * see that they survive on the way through a program names some here.
 *
 * @param fields `TaskDefinition.member`, `ContainerDefinition.member` or any structure in these
 * @throws Error for what is not of that form
 */
export function newerMembers(fields: readonly string[]): string[] {
  for (const field of fields)
    if (!/^[A-Z]\w*\.[a-z]\w*$/.test(field))
      throw new Error(
        `${field} is no field of the form Structure.member, for example ContainerDefinition.restartPolicy`,
      );
  return fields.flatMap((field) => {
    const [structure, member] = field.split('.');
    return structure === 'TaskDefinition' ? [field, `RegisterTaskDefinitionRequest.${member}`] : [field];
  });
}
