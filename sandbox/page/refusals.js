// The sandbox's refusals, in the words of the page.

const WORDS = [
  [/has stopped the bot/, "Вы заблокировали бота. Сначала разблокируйте его."],
  [/is not a member/, "Этот человек не состоит в группе."],
  [/no topic/, "Такой темы больше нет."],
  [/topic is closed/, "Тема закрыта: писать в неё могут только администраторы."],
  [/has no topics/, "В этой группе темы выключены."],
  [/topic's name/, "В названии темы должно быть от 1 до 128 знаков."],
  [/text is empty/, "Сообщение пустое."],
  [/only one's own/, "Изменить можно только своё сообщение."],
  [/take the place/, "Такой файл сюда поставить нельзя."],
  [/an album|the album/, "В альбоме файл можно заменить только таким же: фото и видео, документы, музыку."],
  [/no message/, "Этого сообщения больше нет."],
  [/one of Telegram's reactions/, "В Телеграме нет такой реакции."],
  [/no such button/, "Этой кнопки больше нет."],
  [/quote is not part/, "Цитаты нет в этом сообщении."],
  [/not a child/, "Бот запущен отдельно от песочницы: управлять им отсюда нельзя."],
  [/no script/, "Этого сценария больше нет. Откройте список заново."],
  [/bot is not running/, "Бот остановлен. Включите его и начните тренировку снова."],
  [/cannot migrate/, "Эта группа не может сменить номер."],
];

/** What to tell a person; words nobody foresaw are passed on as they are. */
export const refusalWords = (error) => WORDS.find(([pattern]) => pattern.test(error))?.[1] ?? error;
