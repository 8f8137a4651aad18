import { Rejected } from '../deployment/errors.ts';
import type { Pipeline } from '../deployment/model.ts';

/**
 * What runs in another region or account is not seen from here: an image that only it uses would look unused.
 * @param home where is swept
 * @throws Rejected where a target is anywhere else
 */
export function refuseOtherPlaces(
  pipelines: readonly Pipeline[],
  home: { readonly region: string; readonly account: string },
): void {
  const elsewhere = pipelines.filter(({ stages }) =>
    stages.some(({ targets }) =>
      targets.some(({ region = home.region, role }) => {
        // `arn:aws:iam::ACCOUNT:role/NAME`
        const account = role?.split(':')[4] ?? home.account;
        return region !== home.region || account !== home.account;
      }),
    ),
  );
  if (elsewhere.length === 0) return;
  const names = elsewhere.map(({ name }) => name).join(', ');
  const here = `region ${home.region} of account ${home.account}`;
  throw new Rejected(`Nothing is removed while a target is anywhere else than in ${here}: ${names}.`);
}
