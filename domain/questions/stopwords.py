"""Words that ask, address or connect, and say nothing of the subject. Data; read by `reading`.

Whole phrases come first, so that `trách nhiệm` goes and `nhiệm` of another word stays.
"""

from __future__ import annotations

_OWN = ("đơn vị", "cơ quan", "phòng", "ban", "trường", "xã", "phường", "sở", "trạm", "hội", "đoàn", "bên", "huyện", "tỉnh",
        "ngành", "tổ", "thị trấn", "trung tâm", "chi cục", "ủy ban", "tổ chức", "thành phố")  # fmt: skip
_SELF = ("tôi", "mình", "em", "chúng tôi", "chúng mình", "chúng em", "của tôi", "của mình", "của em", "của chúng tôi", "tui")  # fmt: skip

ASKING_PHRASES = (
    *(f"{body} {self}" for body in _OWN for self in _SELF),
    "đơn vị tôi", "đơn vị mình", "đơn vị em", "đơn vị chúng tôi", "đơn vị của tôi", "đơn vị của mình",
    "đơn vị của em", "cơ quan tôi", "cơ quan mình", "cơ quan em", "phòng tôi", "phòng mình", "phòng em",
    "ban mình", "trường tôi", "trường mình", "trường em", "xã tôi", "xã mình", "xã em", "bên tôi", "bên mình",
    "bên em", "chúng tôi", "chúng mình", "chúng em", "của tôi", "của mình", "của em", "sở tôi", "sở mình",
    "trạm tôi", "trạm mình", "trạm em", "hội tôi", "hội mình", "đoàn tôi", "đoàn mình", "phường mình", "phường tôi",
    "phối hợp với", "phối hợp gì", "phối hợp việc gì", "phối hợp những", "phối hợp cùng", "phối hợp thực hiện", "phụ trách", "chủ trì", "chịu trách nhiệm", "trách nhiệm", "đảm nhiệm", "đảm trách", "đứng ra", "đầu mối",
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
    "when are", "is there", "are there", "about", "the plan", "phải xong", "làm xong", "xong", "hoàn thành", "kết thúc", "lấy từ đâu", "lấy ở đâu", "từ đâu",
    "chuyện", "mảng", "khoản", "phần", "lĩnh vực", "việc nào", "nhiệm vụ nào", "những việc", "các việc", "việc",
    "giao những gì", "giao", "gửi", "nộp", "cơ quan", "đơn vị", "thực hiện thế nào", "có trong kế hoạch",
    "kế hoạch có", "kế hoạch", "quy định", "yêu cầu", "nêu", "nói về", "đề cập", "văn bản nào", "nào", "ai là", "do ai",
    "bởi ai", "ai làm", "lo", "đứng ra lo", "cụ thể", "chi tiết", "đầy đủ", "toàn bộ", "tất cả", "xem", "tìm", "leads", "lead", "assigned to", "assigned",
)  # fmt: skip

EMPTY = frozenset(
    """a ai à ạ anh ấy bạn bảo bác bởi bị bot các cái cần cho chỉ chị chứ chúng có còn của cũng cùng dạ đã
    đang đấy để đến đi đó được em gì giờ giúp hả hãy hay hỏi hoặc hạn hết kia khi không là làm lên lại
    lúc luôn mà mấy mình mọi một muốn nào này nên nếu ngày nhé nhỉ nhưng những như nha ơi ở phải qua ra
    rằng rất rồi sao sau sẽ tại thì thế thôi trên trong từ tới tôi tui tớ và vào vẫn vậy vẻ về việc
    vì với vừa xin xem vâng ừ ừm ok oke bên""".split()  # noqa: SIM905
)
"""Single words, with marks; without marks they are as empty where no other reading weighs more."""

KEPT = ("nhà ở", "cho vay", "cho thuê", "đi lại", "bị can", "bị cáo", "quá trình", "bên trong", "nếu có", "ở trọ", "hộ chiếu", "hội chợ", "chợ phiên")  # fmt: skip
"""Words of which a syllable alone is empty, and which together are a subject."""

ASKING_SENTENCES = (
    "đơn vị tôi phụ trách gì",
    "đơn vị của tôi có nhiệm vụ gì",
    "chúng tôi có những nhiệm vụ gì trong kế hoạch",
    "phòng mình được giao việc gì",
    "xã tôi phải làm gì",
    "cơ quan nào chủ trì",
    "đơn vị nào phụ trách",
    "ai chịu trách nhiệm về việc này",
    "ai phụ trách",
    "ai chủ trì",
    "phối hợp với ai",
    "phối hợp những việc nào",
    "khi nào đến hạn",
    "hạn nộp báo cáo là ngày nào",
    "thời hạn khi nào",
    "bao giờ phải nộp",
    "báo cáo nộp khi nào gửi ai",
    "có việc gì đến hạn",
    "tuần này có gì đến hạn",
    "tháng này có gì đến hạn",
    "tháng sau phải làm gì",
    "việc gì sắp đến hạn",
    "trong quý i năm nay",
    "trước ngày",
    "gọi số nào",
    "số điện thoại",
    "đường dây nóng bảo vệ trẻ em",
    "xin chào",
    "cảm ơn bạn nhiều",
    "tạm biệt nhé",
    "my tasks",
    "my unit",
    "who is responsible for",
    "what is due in",
    "when is the report due",
    "được giao nhiệm vụ gì",
    "được giao những gì",
    "giao gì cho xã",
    "phải hoàn thành",
    "làm gì",
    "việc gì phải xong trong quý",
    "quá hạn",
    "trễ hạn",
    "nhiệm vụ của tôi",
    "việc của tôi",
    "kế hoạch nào",
    "liên quan đến",
    "thế nào",
    "hotline number",
    "which number should i call",
    "thank you",
    "chào buổi sáng",
    "chào buổi chiều",
    "chào buổi tối",
    "báo cáo hằng tháng",
    "báo cáo hàng tháng",
    "báo cáo hằng quý",
    "báo cáo hằng năm",
    "tuần sau",
    "tuần tới",
    "tháng tới",
    "quý này",
    "quý tới",
    "quý sau",
    "năm nay",
    "năm sau",
    "sắp tới",
    "hôm nay",
    "ngày mai",
    "cuối tháng",
    "đầu tháng",
    "cuối năm",
    "trước ngày mấy",
    "giao cho ai",
    "giao ai lo",
    "ai lo việc",
    "là việc của ai",
    "do đơn vị nào",
    "đơn vị nào kiểm tra",
    "cho xem việc của",
    "cho hỏi",
    "phải nộp gì",
    "nộp ngày nào",
    "tôi phải làm những gì trong kế hoạch này",
    "công an phải làm gì",
    "xã phải làm gì",
    "phường phải làm gì",
    "có những nhiệm vụ nào",
    "chịu trách nhiệm chính",
)
"""Sentences as people ask them; they teach which words stand side by side, so that slips can be mended."""

GENERAL_VERBS = frozenset(
    each.strip()
    for each in """theo dõi|kiểm tra|chỉ đạo|hướng dẫn|ban hành|xây dựng|tổ chức|tham mưu|phối hợp|tăng cường|đẩy mạnh|rà soát|quản lý
    |giải quyết|xử lý|bố trí|hỗ trợ|bảo đảm|đảm bảo|đề xuất|triển khai|thực hiện|phòng chống|phòng ngừa|công tác|hoạt động|chọn
    |lập|mở|cấp|cung cấp|phát triển|nâng cao|tiếp nhận|phát hiện|duy trì|tiến hành|trẻ em|học sinh|bảo vệ|vận động|trẻ|cháu|em
    |theo|lo|địa bàn|các cấp|huyện|tỉnh|xã|work|children|child|kids""".replace("\n", "").split("|")
)
"""Words that stand in every other duty: they count, but less than what the duty is about."""

ENGLISH = frozenset(
    """the is are of for who when what which where how do does did my our to in on at by an and or with from
    me us we i you it this that there must should can will please any all whom hi hello""".split()  # noqa: SIM905
)
"""Empty in English questions alone: `an`, `in`, `do`, `to`, `me` are syllables of Vietnamese, too."""
ENGLISH_SIGNS = frozenset(
    "the what who when which is are my our for does how due of hotline report".split()  # noqa: SIM905
)
