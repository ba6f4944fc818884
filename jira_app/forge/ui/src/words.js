// The few sentences that the shell says itself; all others come with the pages.

const SENTENCES = {
  en: {
    loading: "Loading",
    saved: "The file {name} was saved.",
    404: "There is no such page, or you may not see it in Jira.",
    403: "You may not do this. Ask an administrator of your project.",
    413: "This is too large. Shorten the text, or filter the list.",
    failed: "This could not be loaded. What you entered is still here. Wait a moment, then try again.",
    again: "Try again",
    back: "Go back",
    problem: "There is a problem",
  },
  de: {
    loading: "Wird geladen",
    saved: "Die Datei {name} wurde gespeichert.",
    404: "Diese Seite gibt es nicht, oder Sie dürfen sie in Jira nicht sehen.",
    403: "Das dürfen Sie nicht. Fragen Sie die Administration Ihres Projekts.",
    413: "Das ist zu groß. Kürzen Sie den Text, oder filtern Sie die Liste.",
    failed: "Das konnte nicht geladen werden. Ihre Eingaben sind noch da. Warten Sie einen Moment, dann versuchen Sie es noch einmal.",
    again: "Noch einmal versuchen",
    back: "Zurück",
    problem: "Es gibt ein Problem",
  },
};

/** Give a function from the name of a sentence to the sentence, in the language of Jira. */
export function speak(locale) {
  const known = SENTENCES[String(locale).slice(0, 2).toLowerCase()] ?? SENTENCES.en;
  return (name, values = {}) => {
    const sentence = known[name] ?? known.failed;
    return sentence.replace(/\{(\w+)\}/g, (_, each) => values[each] ?? "");
  };
}
