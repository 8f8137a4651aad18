/** Where Slipway itself runs, or where a target is. */
export interface Home {
  readonly region: string;
  readonly account: string;
}

/** Where a target is: its own region and its role's account, where it names them, else at home. */
export function regionAndAccount(
  { region, role }: { readonly region?: string; readonly role?: string },
  home: Home,
): Home {
  // `arn:aws:iam::ACCOUNT:role/NAME`
  const account = role?.split(':')[4] ?? home.account;
  return { region: region ?? home.region, account };
}

/** The region, with its account where that is not Slipway's own: `eu-west-1`, `eu-west-1:111122223333`. */
export function scopeOf({ region, account }: Home, home: Home): string {
  return account === home.account ? region : `${region}:${account}`;
}
