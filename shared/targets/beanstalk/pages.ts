/** All pages of what Elastic Beanstalk lists: the SDK has paginators for few of its operations. */
export async function allPages<Page extends { readonly NextToken?: string | undefined }>(
  ask: (next: { readonly NextToken?: string }) => Promise<Page>,
): Promise<Page[]> {
  const pages = [await ask({})];
  for (let token = pages[0]?.NextToken; token !== undefined; token = pages.at(-1)?.NextToken)
    pages.push(await ask({ NextToken: token }));
  return pages;
}
