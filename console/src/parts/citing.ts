/** Which words are a citation that can be opened: a statute's code and an article, `处罚法58`, `信访工作条例第三十二条`. */

const ARTICLE =
  /^.*[^\d\s].*?(\d+|第[一二三四五六七八九十百零]+条)([（(][一二三四五六七八九十\d]+[)）])*([、，]?(\d+|第[一二三四五六七八九十百零]+条)([（(][一二三四五六七八九十\d]+[)）])*)*$/;

/** The single citations of a text that lists several, separated by `；`. */
export function citesIn(text: string): string[] {
  return text
    .split(/[；;]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Other words, such as the name of a whole paper, are shown and open nothing. */
export function opens(cite: string): boolean {
  return ARTICLE.test(cite);
}
