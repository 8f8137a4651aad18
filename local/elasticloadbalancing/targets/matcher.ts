import { AwsError } from '../../gateway/service.ts';

/** The codes of a `Matcher.HttpCode`: `200`, `200,202` or `200-299,301`. */
export function parseMatcher(codes: string): (status: number) => boolean {
  const ranges = codes.split(',').map((part) => {
    const found = /^\s*(\d{3})(?:-(\d{3}))?\s*$/.exec(part);
    const low = Number(found?.[1]);
    const high = Number(found?.[2] ?? found?.[1]);
    // An ALB takes 200 to 499 (API reference, Matcher).
    if (!found || low > high || low < 200 || high > 499)
      throw new AwsError(
        'ValidationError',
        `Health check matcher HTTP code '${codes}' must be within '200-499' inclusive`,
      );
    return { low, high };
  });
  return (status) => ranges.some(({ low, high }) => status >= low && status <= high);
}
