/** What Discord takes (discord-api-docs, `resources/message` and `components/reference`). */

/** All text of a Components V2 message, in UTF-16 units; an embed's description takes 96 more. */
export const maxTextLength = 4000;

/**
 * All text of a message in UTF-8. Above 10,170 bytes, structure included, Discord fails with a 500
 * (discord-api-docs #8554): Chinese reaches that before 4000 characters.
 */
export const maxBytes = 9_600;

/** Components of a message, nested ones counted. */
export const maxComponents = 40;

export const maxButtons = 25;
export const maxButtonsInRow = 5;
/** Buttons of one message, labels and command lines, in UTF-8. */
export const maxButtonBytes = 3_000;
export const maxLabelLength = 80;
/** In UTF-8; the other platform's limit, so that a button means the same on both. */
export const maxCustomIdBytes = 64;

export const maxAltLength = 1024;
export const maxFileBytes = 10 * 1024 * 1024;
export const maxGalleryPictures = 10;

export const maxChoices = 25;
export const maxChoiceLength = 100;

/** Answers that may follow the first where the app is installed for a user alone. */
export const maxUserInstallFollowUps = 5;

/** How long Discord waits for the first answer. */
export const answerWithinMs = 3_000;
