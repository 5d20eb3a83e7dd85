"""Words that ask, address or connect, and say nothing of the subject. Data; read by `reading`.

Whole phrases come first, so that `trách nhiệm` goes and `nhiệm` of another word stays.
"""

from __future__ import annotations

ASKING_PHRASES = (
    "đơn vị tôi", "đơn vị mình", "đơn vị em", "đơn vị chúng tôi", "đơn vị của tôi", "đơn vị của mình",
    "đơn vị của em", "cơ quan tôi", "cơ quan mình", "cơ quan em", "phòng tôi", "phòng mình", "phòng em",
    "ban mình", "trường tôi", "trường mình", "trường em", "xã tôi", "xã mình", "xã em", "bên tôi", "bên mình",
    "bên em", "chúng tôi", "chúng mình", "chúng em", "của tôi", "của mình", "của em", "sở tôi", "sở mình",
    "trạm tôi", "trạm mình", "trạm em", "hội tôi", "hội mình", "đoàn tôi", "đoàn mình", "phường mình", "phường tôi",
    "phụ trách", "chủ trì", "chịu trách nhiệm", "trách nhiệm", "đảm nhiệm", "đảm trách", "đứng ra", "đầu mối",
    "được giao", "giao nhiệm vụ", "giao việc", "giao cho", "giao gì", "phân công", "nhiệm vụ", "công việc",
    "đầu việc", "phần việc", "cơ quan nào", "đơn vị nào", "ngành nào", "phòng nào", "sở nào", "bên nào",
    "phòng ban nào", "tổ chức nào", "chỗ nào", "bộ phận nào", "cấp nào", "khi nào", "lúc nào", "bao giờ",
    "ngày nào", "tháng nào", "hôm nào", "mấy giờ", "đến hạn", "tới hạn", "thời hạn", "hạn chót", "hạn cuối",
    "hạn nộp", "hạn hoàn thành", "deadline", "thời gian nào", "thời điểm nào", "như thế nào", "thế nào",
    "ra sao", "làm sao", "là gì", "làm gì", "gồm gì", "gồm những gì", "những gì", "có gì", "cái gì", "việc gì",
    "điều gì", "ghi gì", "nói gì", "quy định gì", "yêu cầu gì", "kế hoạch nói", "trong kế hoạch", "theo kế hoạch",
    "kế hoạch này", "bao nhiêu", "cho tôi", "cho mình", "cho em", "cho hỏi", "xin hỏi", "hỏi chút", "tôi muốn",
    "mình muốn", "em muốn", "muốn biết", "muốn hỏi", "cần biết", "giúp tôi", "giúp mình", "giúp em", "liệt kê",
    "danh sách", "tra cứu", "tìm kiếm", "liên quan đến", "liên quan tới", "liên quan", "về việc", "về vấn đề",
    "nội dung", "vấn đề", "đối với", "với ạ", "anh chị", "ad ơi", "bot ơi", "bạn ơi", "em ơi", "các bác", "các bạn",
    "mọi người", "vui lòng", "thực hiện", "triển khai", "tổ chức nào", "cùng ai", "với ai", "cho ai", "gửi ai",
    "gửi cho", "gửi về", "gửi đến", "nộp cho", "nộp về", "nộp lên", "đâu", "ở đâu", "phải không", "có phải",
    "đúng không", "được không", "hay không", "chưa", "what are", "what is", "what does", "who is", "which unit",
    "which agency", "which agencies", "which units", "responsible for", "in charge of", "in charge", "responsible",
    "have to", "has to", "need to", "show me", "tell me", "give me", "list of", "my unit", "our unit", "my tasks",
    "our tasks", "is due", "are due", "due", "the tasks", "tasks", "task", "duties", "duty", "deadlines", "when is",
    "when are", "is there", "are there", "about", "the plan", "leads", "lead", "assigned to", "assigned",
)  # fmt: skip

EMPTY = frozenset(
    ["a", "ai", "à", "ạ", "anh", "ấy", "bạn", "bảo", "bác", "bởi", "bị", "bot", "các", "cái", "cần", "cho", "chỉ", "chị", "chứ", "chúng", "có", "còn", "của", "cũng", "cùng", "dạ", "dùng", "đã", "đang", "đấy", "để", "đến", "đi", "đó", "được", "em", "gì", "giờ", "giúp", "hả", "hãy", "hay", "hỏi", "hoặc", "hạn", "hết", "kia", "khi", "không", "là", "làm", "lên", "lại", "lúc", "luôn", "mà", "mấy", "mình", "mọi", "một", "muốn", "nào", "này", "nên", "nếu", "ngày", "nhé", "nhỉ", "nhưng", "những", "như", "nha", "ơi", "ở", "phải", "qua", "ra", "rằng", "rất", "rồi", "sao", "sau", "sẽ", "tại", "theo", "thì", "thế", "thôi", "trên", "trong", "từ", "tới", "tôi", "tui", "tớ", "và", "vào", "vẫn", "vậy", "vẻ", "về", "việc", "vì", "với", "vừa", "xin", "xem", "vâng", "ừ", "ừm", "ok", "oke", "nộp", "gửi", "giao", "bên", "đơn", "vị", "cơ", "quan", "vụ", "thực", "the", "is", "are", "of", "for", "who", "when", "what", "which", "where", "how", "do", "does", "did", "my", "our", "to", "in", "on", "at", "by", "an", "and", "or", "with", "from", "me", "us", "we", "i", "you", "it", "this", "that", "there", "must", "should", "can", "will", "please", "any", "all", "whom", "hi", "hello"]
)  # fmt: skip
"""Single words, with marks; without marks they are as empty where no other reading weighs more."""
