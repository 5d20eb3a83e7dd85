// What happened in a chat ("An đã thêm bot vào nhóm") in words; the server sends the Bot API's fields.

const names = (users) => users.map((user) => [user.first_name, user.last_name].filter(Boolean).join(" ")).join(", ");

const WORDS = {
  new_chat_members: (users, who) => (users.length === 1 && users[0].id === who.id ? `${who.name} đã vào nhóm` : `${who.name} đã thêm ${names(users)} vào nhóm`),
  left_chat_member: (user, who) => (user.id === who.id ? `${who.name} đã rời nhóm` : `${who.name} đã đưa ${names([user])} ra khỏi nhóm`),
  forum_topic_created: (topic) => `Chủ đề mới: ${topic.name}`,
  forum_topic_closed: () => "Chủ đề đã đóng",
  forum_topic_reopened: () => "Chủ đề đã mở lại",
  migrate_to_chat_id: () => "Nhóm được nâng lên siêu nhóm",
  migrate_from_chat_id: () => "Từ đây là siêu nhóm, với số định danh mới",
};

/** The line for a service message, or null if the message is an ordinary one. */
export function serviceText(message) {
  const { service } = message;
  if (!service) return null;
  const kind = Object.keys(service).find((key) => key in WORDS);
  return kind ? WORDS[kind](service[kind], message.from) : "Nhóm có thay đổi";
}
