// One page a Markdown file, with the own chapter's pages beside it.
export default function (configuration) {
  const byWeight = (a, b) => a.data.weight - b.data.weight;

  configuration.addGlobalData("layout", "page.njk");
  configuration.addCollection("chapters", (collections) => {
    const chapters = {};
    for (const page of collections.getFilteredByGlob("content/*/*.md")) {
      const name = page.filePathStem.split("/")[1];
      (chapters[name] ??= []).push(page);
    }
    for (const pages of Object.values(chapters)) pages.sort(byWeight);
    return chapters;
  });
  configuration.addFilter("chapter", (stem) => stem.split("/")[1]);

  return {
    dir: { input: "content", includes: "../_includes", output: "site" },
    markdownTemplateEngine: false,
  };
}
