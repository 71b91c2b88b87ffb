/** A report's language as a BCP 47 primary tag; `zh` and `en` are complete, others fall back to `en` headings. */
export type Language = string;

/** A text in the house's two languages. */
export interface Bilingual {
  en: string;
  zh: string;
}

/** The wording for a language: zh for any Chinese tag, else en. */
export function inLanguage(text: Bilingual, language: Language): string {
  return isChinese(language) ? text.zh : text.en;
}

export function isChinese(language: Language): boolean {
  return language === 'zh' || language.startsWith('zh-');
}
