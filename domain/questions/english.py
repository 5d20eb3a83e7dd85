"""English words of the field and what plans call it. Data; read by `reading`.

A question in English is answered out of Vietnamese plans: bodies and subjects are put into Vietnamese, longest
phrase first; words that only ask are dropped. What is not listed stays as it is and is found nowhere.
"""

from __future__ import annotations

import re
from functools import lru_cache

from domain.slips import one_slip

PHRASES = {
    "department of health": "sở y tế", "health department": "sở y tế", "health station": "trạm y tế",
    "health centre": "trung tâm y tế", "health center": "trung tâm y tế", "health office": "phòng y tế",
    "department of education and training": "sở giáo dục và đào tạo", "department of education": "sở giáo dục và đào tạo",
    "education department": "sở giáo dục và đào tạo", "education office": "phòng giáo dục và đào tạo",
    "office of education": "phòng giáo dục và đào tạo", "department of justice": "sở tư pháp",
    "justice department": "sở tư pháp", "justice office": "phòng tư pháp", "department of finance": "sở tài chính",
    "finance department": "sở tài chính", "department of construction": "sở xây dựng",
    "department of home affairs": "sở nội vụ", "department of transport": "sở giao thông vận tải",
    "department of labour": "sở lao động thương binh và xã hội", "department of labor": "sở lao động thương binh và xã hội",
    "labour department": "sở lao động thương binh và xã hội", "labor department": "sở lao động thương binh và xã hội",
    "labour office": "phòng lao động thương binh và xã hội", "labor office": "phòng lao động thương binh và xã hội",
    "department of culture": "sở văn hóa", "culture department": "sở văn hóa",
    "department of culture sports and tourism": "sở văn hóa thể thao và du lịch", "culture office": "phòng văn hóa",
    "department of science and technology": "sở khoa học và công nghệ",
    "department of information and communications": "sở thông tin và truyền thông",
    "provincial police": "công an tỉnh", "district police": "công an huyện", "commune police": "công an xã",
    "city police": "công an thành phố", "police": "công an", "women s union": "hội liên hiệp phụ nữ",
    "womens union": "hội liên hiệp phụ nữ", "youth union": "đoàn thanh niên", "fatherland front": "mặt trận tổ quốc",
    "people s court": "tòa án", "court": "tòa án", "people s procuracy": "viện kiểm sát", "procuracy": "viện kiểm sát",
    "commune people s committee": "ủy ban nhân dân xã", "commune people s committees": "ủy ban nhân dân xã",
    "district people s committee": "ủy ban nhân dân huyện", "people s committee": "ủy ban nhân dân",
    "communes": "các xã", "commune": "xã", "district": "huyện", "province": "tỉnh", "teachers": "giáo viên",
    "six month report": "báo cáo 6 tháng", "6 month report": "báo cáo 6 tháng", "half year report": "báo cáo 6 tháng",
    "annual report": "báo cáo năm", "yearly report": "báo cáo năm", "monthly report": "báo cáo tháng",
    "legal ai": "ai pháp luật", "legal aid": "trợ giúp pháp lý", "legal education": "giáo dục pháp luật",
    "child marriage": "tảo hôn", "early marriage": "tảo hôn", "child labour": "lao động trẻ em",
    "child labor": "lao động trẻ em", "drowning": "đuối nước", "swimming": "bơi", "domestic violence": "bạo lực gia đình",
    "family violence": "bạo lực gia đình", "school violence": "bạo lực học đường", "bullying": "bạo lực học đường",
    "sexual abuse": "xâm hại tình dục", "child abuse": "xâm hại trẻ em", "abuse": "xâm hại", "violence": "bạo lực",
    "birth registration": "khai sinh", "malnutrition": "suy dinh dưỡng", "nutrition": "dinh dưỡng",
    "disabled children": "khuyết tật", "children with disabilities": "khuyết tật", "disabilities": "khuyết tật",
    "orphans": "mồ côi", "vaccination": "tiêm chủng", "playgrounds": "điểm vui chơi", "playground": "điểm vui chơi",
    "children s forum": "diễn đàn trẻ em", "mid autumn festival": "trung thu", "mid autumn": "trung thu",
    "school counselling": "tư vấn học đường", "school counseling": "tư vấn học đường", "counselling": "tư vấn",
    "counseling": "tư vấn", "psychological counselling": "tư vấn tâm lý", "friendly investigation": "điều tra thân thiện",
    "adoption": "nuôi con nuôi", "forensic examination": "giám định", "medical examination": "khám bệnh",
    "budget": "kinh phí", "funding": "kinh phí", "money": "kinh phí", "training": "tập huấn",
    "communication": "truyền thông", "awareness": "tuyên truyền", "inspection": "kiểm tra", "supervision": "giám sát",
    "monitoring": "giám sát", "statistics": "thống kê", "report": "báo cáo", "reports": "báo cáo", "reporting": "báo cáo",
    "collaborators": "cộng tác viên", "human trafficking": "mua bán người", "trafficking": "mua bán",
    "school dropout": "bỏ học", "dropouts": "bỏ học", "dropout": "bỏ học", "drugs": "ma túy", "tourism": "du lịch",
    "press": "báo chí", "road safety": "an toàn giao thông", "traffic safety": "an toàn giao thông",
    "injuries": "thương tích", "accidents": "tai nạn", "online safety": "môi trường mạng", "internet safety": "internet an toàn",
    "cyber security": "an ninh mạng", "cybersecurity": "an ninh mạng", "information security": "an toàn thông tin",
    "digital transformation": "chuyển đổi số", "chief architect": "kiến trúc sư trưởng", "digital platforms": "nền tảng số",
    "data": "dữ liệu", "clean water": "nước sạch", "food safety": "an toàn thực phẩm", "land": "quỹ đất",
    "school buses": "đưa đón học sinh", "school bus": "đưa đón học sinh", "victims": "nạn nhân", "witnesses": "nhân chứng",
    "trial": "xét xử", "trials": "xét xử", "investigation": "điều tra", "foster care": "chăm sóc thay thế",
    "alternative care": "chăm sóc thay thế", "child protection fund": "quỹ bảo trợ trẻ em",
    "action month": "tháng hành động", "hotline": "đường dây nóng", "children": "trẻ em", "child": "trẻ em",
    "students": "học sinh", "pupils": "học sinh", "schools": "trường học", "school": "trường học",
    "families": "gia đình", "family": "gia đình", "parents": "cha mẹ", "social work": "công tác xã hội",
    "consanguineous marriage": "hôn nhân cận huyết", "life skills": "kỹ năng sống", "hiv": "hiv",
}  # fmt: skip

ASKING = frozenset(
    """the is are of for who whom whose what when which where how do does did my our to in on at by an a and or with from me
    us we i you it its this that there must should can could will would please any all have has had need needs be been
    tell show give list about get next want know handle handles handled handling launch launches launched lead leads leading
    run runs manage manages organise organises organize organizes take takes taking care deal deals dealing responsible
    charge duty duties task tasks work works job jobs assigned unit units agency agencies office offices body bodies
    due deadline deadlines date submit submitted send sent finish finished complete completed plan plans say says regarding
    concerning under between supposed required done doing make makes hold holds provide provides support supports
    help helps partner partners cooperate cooperates coordinate coordinates against prevent prevention preventing
    issue issues during period as if then also so not no yes hi hello department s""".split()  # noqa: SIM905
)
"""Words of an English question that say nothing of its subject."""

_LONGEST = max(len(each.split()) for each in PHRASES)
_TOKEN = re.compile(r"[a-z0-9]+")


def is_english(text: str) -> bool:
    """Whether a question is asked in English: letters without marks, and words that only English has."""
    words = _TOKEN.findall(text.lower())
    surely = sum(one in _SIGNS for one in words)
    return text.isascii() and surely > 0 and 2 * sum(one in _KNOWN for one in words) >= len(words)


def in_vietnamese(text: str) -> str:
    """The subject of an English question, in Vietnamese; words without a translation stay."""
    words, out, i = [_mended(one) for one in _TOKEN.findall(text.lower())], [], 0
    while i < len(words):
        for size in range(min(_LONGEST, len(words) - i), 0, -1):
            meant = PHRASES.get(" ".join(words[i : i + size]))
            if meant is not None:
                out.append(meant)
                i += size
                break
        else:
            if words[i] not in ASKING:
                out.append(words[i])
            i += 1
    return " ".join(out)


@lru_cache(maxsize=5_000)
def _mended(one: str) -> str:
    """A word with a slip of the finger as it was meant."""
    if one in _KNOWN or len(one) < _SHORTEST:
        return one
    near = sorted(each for each in _KNOWN if one_slip(one, each))
    return near[0] if len(near) == 1 else one


_SHORTEST = 4
_KNOWN = ASKING | {one for each in PHRASES for one in each.split()}
_SIGNS = frozenset(
    """the what who whom when which is are my our does how due of hotline report reports responsible department
    children tasks deadline deadlines duties have should must please tell show list""".split()  # noqa: SIM905
) | {one for each in PHRASES if len(each) > 4 for one in each.split() if len(one) > 4}
"""Words that no question in Vietnamese without marks has."""
