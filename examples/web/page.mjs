export const colour = '#1668dc';

export const page = (version) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Slipway sample</title>
<style>
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: ${colour}; color: #fff;
    font: 1.25rem/1.5 system-ui, sans-serif }
  main { text-align: center }
  h1 { font-size: 3rem; margin: 0 }
  code { background: #0003; padding: .2em .5em; border-radius: .3em }
</style>
<main>
  <h1>It is afloat.</h1>
  <p>This is commit <code>${version.slice(0, 7)}</code>. Change <code>page.mjs</code>, commit and push.</p>
</main>
</html>
`;
