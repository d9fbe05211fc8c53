// The search corpus: the words of every page, without their markup.
const text = (html) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").trim();

export const data = {
  permalink: "/index.json",
  layout: false,
  eleventyExcludeFromCollections: true,
};

export function render({ collections }) {
  return JSON.stringify(
    collections.all.map((page) => ({
      location: page.url,
      title: page.data.title,
      text: text(page.templateContent),
    })),
  );
}
