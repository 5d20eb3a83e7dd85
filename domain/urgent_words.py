"""The words of need, and those that only look so. Data, without marks; read by `urgent` alone.

Grouped by what they tell: who is meant, what is done, when and by whom, and the vocabulary of offices.
"""

from __future__ import annotations

CHAT = {
    "e": "em", "k": "khong", "ko": "khong", "hok": "khong", "hong": "khong", "khum": "khong", "hem": "khong",
    "mun": "muon", "mun'": "muon", "sog": "song", "sng": "song", "chit": "chet", "ckt": "chet", "dag": "dang",
    "dang": "dang", "r": "roi", "rui": "roi", "bn": "ban", "vs": "voi", "j": "gi", "dc": "duoc", "ngta": "nguoi ta",
    "ngkhac": "nguoi khac", "ng": "nguoi", "bme": "bo me", "bm": "bo me", "ck": "chong", "nyc": "nguoi yeu cu",
    "ny": "nguoi yeu", "ex": "nguoi yeu cu", "hs": "hoc sinh", "gv": "giao vien", "te": "tre em", "bi.": "bi",
    "trc": "truoc", "wa": "qua", "wá": "qua", "qa": "qua", "iu": "yeu", "dzo": "vo", "zo": "vo", "zô": "vo",
    "oánh": "danh", "oanh": "danh", "quánh": "danh", "quanh": "danh", "wanh": "danh", "uýnh": "danh", "uynh": "danh",
    "chs": "choi", "fai": "phai", "ntn": "nhu the nao", "h": "gio", "cn": "con", "xh": "xam hai", "xhtd": "xam hai",
    "bl": "bao luc", "tui": "toi", "tao": "toi", "tớ": "toi", "hén": "han", "hắn": "han", "dám": "damdam", "mj": "minh", "mk": "minh",
}  # fmt: skip

MEANT = {
    "so": "sờ sỡ sơ sợ so", "ga": "gạ ga", "dap": "đập đạp dap", "dam": "đâm đấm dâm dam", "tat": "tát tạt tat", "da": "đá da",
    "hiep": "hiếp hiep", "danh": "đánh danh", "ep": "ép ep", "bat": "bắt bat", "don": "đòn don", "lac": "lạc lac",
    "troi": "trói troi", "nem": "ném nem", "chim": "chìm chim", "hut": "hút hut", "con": "con", "be": "bé be",
    "chau": "cháu chau", "tre": "trẻ tre", "dua": "đứa dua", "thang": "thằng thang", "me": "mẹ me", "thay": "thầy thấy thay",
    "chu": "chú chủ chu", "bo": "bố bỏ bo", "doi": "đói đòi đợi doi", "doa": "dọa doạ doa", "cat": "cắt cat",
    "rach": "rạch rach", "chet": "chết chet", "giet": "giết giet", "vut": "vứt vut", "nhot": "nhốt nhot",
    "xich": "xích xich", "ngat": "ngất ngạt ngat", "bong": "bỏng bong", "om": "ôm ốm om", "quat": "quất quat",
    "dau": "đau đầu dau", "tung": "tung", "cuop": "cướp cuop", "hon": "hôn hon", "mo": "mò mó mo", "roi": "roi rồi rơi roi",
    "chui": "chửi chui", "lot": "lột lot", "bop": "bóp bop", "keo": "kéo keo", "lua": "lừa lua", "ban": "bán bạn ban",
    "du": "dụ du", "de": "đè de", "toi": "tôi tối toi", "minh": "mình minh", "em": "em", "cau": "cậu cấu cầu cau", "di": "dì đi di",
    "ba": "ba bà bả ba", "ma": "má mà ma", "ong": "ông ổng ong", "duong": "dượng đường duong", "can": "cắn cản can",
    "dot": "đốt dot", "trom": "trộm trom", "treo": "treo", "thoi": "thối thổi thoi",
}  # fmt: skip
"""Words that have a harmless twin: typed with marks, they are meant only with these."""

HARMLESS = (
    r"con (?:liet si|thuong binh|nguoi co cong|can bo|ho ngheo|nuoi nuoc ngoai)|^(?:phong chong |toi pham )?mua ban tre so sinh$"
    r"|con (?:gi (?:phai|nua|chua|can|den han)|viec|nhiem vu|han|bao lau|bao cao|thoi han|ke hoach|don vi|ngay nao)\b|em (?:dang )?(?:lam|viet|soan|nop|gui) (?:bao cao|ke hoach|van ban)"
    r"|(?:duoi|tu|tren|den|du|chua du) \d+ (?:den \d+ )?(?:tuoi|thang tuoi)|\d+ tuoi tro (?:len|xuong)|hoc duong|dinh duong|nuoi duong|con duong|duong (?:sat|bo|day|loi|thuy)|dua don|(?:chau|con) (?:nen |muon |can |xin )?hoi|danh (?:gia|bac|ban|so|dau|sach|muc|hieu|may|vay|thuc|du)\b|con (?:so|nuoi|nguoi)\b|can bo|chau ngoan bac ho|bo (?:tri|sung"
    r"|nhiem|phan|y te|giao duc|cong an|chi so|chi tieu|tai lieu|cau hoi|noi vu|tu phap)\b|trang bi|chuan bi|thiet bi|bat dau|bat buoc"
    r"|dam bao|bao dam|bat ca|so (?:y te|giao duc|tu phap|noi vu|van hoa|lao dong|tai chinh|nganh|ban nganh|xay dung"
    r"|khoa hoc)|con bao nhieu|con lai|cau lac bo|giai phap|chu (?:tri|tich|de|dong|yeu)\b"
    r"|hiep (?:hoi|dinh|thuong|luc)|lien hiep|ban (?:hanh|chi dao|giam hieu|dai dien|dan toc|quan ly|nganh)|ban tru"
    r"|thay doi|thay the|em (?:can biet|muon hoi|hoi|can hoi|xin hoi|cam on|chao)|ma so"
)
"""Phrases in which a word of harm means something else; they are taken out first."""

CHILD = (
    r"(?:chau|be|em|con|dua|thang (?:be|nho|cu|con|nhoc)|nhoc|con (?:be|nho)|be gai|be trai|con gai|con trai|em gai|em trai|hoc tro"
    r"|ban (?:em|chau|con|cung lop|hoc|gai)|minh|toi|chung em|tui em|em be|so sinh|dua tre|dua nho|may dua|bon tre"
    r"|(?:[1-9]|1[0-7])\s?(?:tuoi|t)|lop (?:[1-9]|1[0-2])|(?:mot|1|2|hai|vai|may) (?:tre|hoc sinh|em|be)|tre con|con nit"
    r"|nu sinh|nam sinh|hoc sinh (?:lop|cua|truong) (?:toi|minh|em)|co (?:tre|hoc sinh))"
)
"""Somebody: a child that is there, or the one who writes."""
CHILDREN = r"(?:tre em|tre|hoc sinh|thieu nien|thanh thieu nien|vi thanh nien)"
"""Children at large, as plans speak of them."""

DEED = (
    r"(?:danh|dap|dam|(?<!khuyet )(?<!tan )(?<!di )tat(?= (?:vao|chau|em|con|be|mat|nuoc|tai|lien|toi|axit))|bi (?:(?!khuyet|tan|di)\w+ ){0,5}tat|quat|danh don|an don|bi don|don roi|bam tim|tim bam|vet roi|vet bam|gay (?:tay|chan|rang)|chay mau|bop co"
    r"|xach co|nhet gie|nhet|doc nguoc|da (?:vao|em|con|chau|be)|di tan thuoc|tan thuoc|tat axit|axit|bong|nem|troi|xich|nhot|tra tan"
    r"|chui|chem|giet|dam chet|cam (?:dao|gay)|dap pha|doa|treo (?:nguoc|co)|dot|cau xe|lay roi|can (?:vao|chau|em|con|be)|bi (?:\w+ ){0,3}can"
    r"|hiep|ham hiep|cuong (?:hiep|dam|buc)|giao cau|giao hop|quan he|so (?:soang|mo|vao|nguc|mong|dui|cho|vung|chau|con|em|be|nguoi|ti|chim)"
    r"|bi (?:\w+ ){0,4}so|cu so|hay so|dung cham|sam so|gio tro|coi (?:do|quan|ao|truong)|lot (?:do|quan|ao)|cho kin|vung kin|bo phan sinh duc|cho ay"
    r"|lam (?:bay|nhuc|tinh|chuyen do)|man bay|lam gi do|(?:xin|doi|gui) (?:\w+ )?(?:anh|hinh|clip) (?:khong|nude|nong|sex|khoa|nhay|kin)|khong mac (?:do|quan|ao)|mang thai|co thai|co bau|nude|anh nong|khoa than|(?:tung|phat tan|dang) (?:clip|anh|video|hinh)"
    r"|nhin trom|rinh|bien thai|tut quan|tiep khach|de (?:\w+ )?(?:ra|xuong|len)\b|ga gam|ga (?:em|chau|di|tinh)|bi (?:\w+ ){0,3}ga|nha nghi|phim (?:bay|sex|den|nguoi lon)"
    r"|bat em xem|ban dam|mai dam|om (?:em|chau|con|be)|hon (?:em|chau|con|moi)|vo phong em|vao phong em|suc sieu"
    r"|mat tich|lac (?:me|duong|mat)|di lac|bi lac|that lac|bat coc|bat di|bo nha|loi keo|keo (?:\w+ ){0,4}len xe|lua (?:ban|di|sang)|ban (?:sang|di|qua)"
    r"|du (?:do|tre|be|em|chau|may|\w+ len)|ru (?:may|be|em|chau)"
    r"|bo (?:doi|con|chau|be|mac|roi|lai|di het|o|truoc|trong|ngoai)|bi bo|doi qua|doi la|vut|khong cho (?:an|ve|em|chau|con|di hoc|ra)|khong ai (?:cham|cuu|dua|trong)|tro xuong"
    r"|ep|bat (?:\w+ ){0,3}(?:di|lam|an xin|nghi|bo hoc|lay|cuoi|ban|moc|tiep|hut|uong|xem|gui|chup|coi|quy)|an xin|moc tui|ban ve so|hut (?:ma tuy|co|can|thuoc)|ma tuy"
    r"|chim|roi xuong|roi tu|nga (?:gieng|song|xuong|tu)|ngat|uong nham|uong thuoc|nuot|co giat|ngo doc|dien giat|(?:cho|ran) can|tai nan|ket trong|bi ket|chay|sot cao|hoc xuong|ngung tho"
    r"|bat tinh|hon me|bat nat|tay chay|danh hoi dong|tran lot|quay (?:clip|phim|video|len)|chup (?:anh|hinh)|bien thai"
    r"|xam hai|xam pham|dam o|bao hanh|bao luc|hanh ha|bo roi|mua ban|boc lot|lam dung|quay roi|duoi nuoc|khoc|keu cuu|cau cuu)"
)
"""What is done or happens to a child."""

TOPIC = (
    r"(?:xam hai(?: tinh duc)?|xam pham|dam o|bao hanh|bao luc(?: gia dinh| hoc duong)?|bo roi|bo mac|mua ban|boc lot|lam dung|hiep dam"
    r"|duoi nuoc|tai nan(?: thuong tich| giao thong)?|bat nat|tao hon|bat coc|quay roi|hanh ha|ma tuy|mang thai|co thai|lao dong|ngo doc"
    r"|mat tich|dung cham|tu tu|bo nha)"
)
"""Deeds that plans speak of, too: alone with children at large they are a subject, not news."""

SELF = (
    r"(?:tu tu|tu sat|treo co|ngu mai mai|khong (?:bao gio )?day nua|uong (?:ca |het |\d+ )?(?:vi|vien|nam|lo|voc|hop|chai|dong|mo) thuoc|san thuong|nhay xuong|chua tung (?:duoc )?sinh ra|dinh ket thuc|doi chet|giai thoat"
    r"|tu sat|(?:muon|dinh|doi|se) tu van|ton tai nua|muon ton tai|vinh biet|tuyet menh|muon chet|dinh chet|chet (?:cho|quach|di cho|cho roi)|(?:khong|chang|cha|chan|het|khong con|khong thiet) (?:con )?(?:muon )?song"
    r"|cat tay|rach tay|cat co tay|tu cat|tu rach|lam dau ban than|nhay (?:lau|cau|song)|dinh nhay|uong thuoc (?:ngu|tru sau|chuot)(?: chet)?"
    r"|bien mat khoi|ket thuc (?:cuoc doi|cuoc song|tat ca)|(?:khong|ko) ai (?:thuong|can) (?:em|con|chau|minh|toi)"
    r"|cuu (?:em|chau|toi|con|voi|minh|tui)|ai (?:do )?cuu|co ai cuu|giup (?:em|chau|con|toi|minh) voi|em so (?:lam|qua)|chau so (?:lam|qua)"
    r"|con so (?:lam|qua)|so qua|khong (?:dam|damdam) (?:noi|ve|ke)|dang tron|song khong bang chet|song lam gi nua)"
)
"""What somebody says who is in need himself."""

STORY = (
    r"(?:dang|vua|moi (?:bi|thay|phat)|hom (?:qua|nay|kia)|toi qua|dem qua|sang nay|chieu nay|trua nay|dem nao|ngay nao cung|suot|hoai|miet|cu the"
    r"|hang xom|nha ben|ben canh|canh nha|ke ben|o xom|xom (?:toi|tren|duoi|minh)|o khu tro|phong tro|nha tro|o thon \d|tai thon \d|thon \d|o to \d"
    r"|dau xom|cuoi xom|dau lang|goc da|truoc (?:cong|cua)|bai rac|ben xe|ngoai duong|o cho|o nga (?:tu|ba)|toi khuya|dem khuya"
    r"|(?:bo|me|cha|ba|ma|tia|dia|bo me|cha me|duong|di|me ke|di ghe|ghe|cha duong|bo duong|ong (?:noi|ngoai|ay|kia|hang xom|chu)?|ba (?:noi|ngoai|kia)"
    r"|chu|bac|cau|anh ho|anh trai|thay|co giao|thay giao|bao mau|nguoi (?:la|ta|yeu|quen|yeu cu)|ban trai|ke (?:la|gian|xau|do|kia|nao|bien thai)|no|han|chu quan|chu nha|ho|bon no|ai do)"
    r" (?:\w+ ){0,3}(?:danh|dap|dam|tat|da|bop|chui|nhot|troi|xich|doa|ep|bat|so|hiep|om|hon|ga|du|bo|ban|lua|nem|dot|chem|quay|chup|lam|bien|gio|sam|dung|xam|bao|hanh)"
    r"|bi (?:bo|me|cha|ba|ma|tia|duong|di|ghe|ong|chu|bac|cau|anh|thay|co giao|co|bao mau|nguoi|ban|ke|no|han|chong|thang|mu|ai)\b"
    r"|co (?:mot |1 |hai |2 |may |vai )?(?:chau|be|em|dua|tre|hoc sinh|nguoi|ke|ong|ba)\b|(?:toi|em|minh|chau|con) (?:bi|lo|so|dang|vua|thay|nghi|nghe|cu bi|hay bi)"
    r"|(?:toi|em|minh|chau) muon (?:bao|to giac|to cao|trinh bao)|to giac (?:mot|1)|bao tin|bao giup|phat hien (?:mot|1|tre|em|chau|be|ra)|thay (?:mot|1|co)|nghi (?:la )?(?:chau|be|em|con)"
    r"|hinh nhu|con (?:toi|em|gai|trai|nha|be|minh)|chau (?:toi|nha|nha|tui)|em (?:gai|trai)|lop (?:toi|em)|ban em|(?:[1-9]|1[0-7])\s?(?:tuoi|t)\b|roi (?:a|oi)?$|lam sao|phai lam (?:sao|gi)|oi$)"
)
"""When, where and by whom: what makes news of a subject."""

OFFICE = (
    r"(?:quy trinh|thu tuc|cac buoc|bao cao|so vu|so ca|thong ke|so lieu|ke hoach|nhiem vu|tuyen truyen|phong chong|phong ngua|tap huan|chuong trinh"
    r"|trach nhiem|han nop|thoi han|khi nao|bao gio|don vi|co quan|nganh nao|ai (?:chu tri|phu trach|lam|chiu|phoi hop)|chu tri|van ban|quyet dinh|nghi dinh|nghi quyet"
    r"|thong tu|chi thi|luat|dieu \d|chi tieu|muc tieu|ty le|ti le|hoi nghi|hoi thao|mo hinh|huong dan|theo (?:quy dinh|ke hoach|mau)|bieu mau|mau (?:so|nao|bao)|ho so"
    r"|ho tro|can thiep|quan ly (?:truong hop|ca)|tro giup|phat hien som|tiep nhan|xu ly|xu phat|muc phat|hinh phat|bi phat|toi (?:pham|hiep|dam o)|giao (?:cho|gi|viec)|phu trach|phoi hop|truyen thong|giam sat"
    r"|kiem tra|thanh tra|chinh sach|kinh phi|quyen tre|ra soat|danh muc|tinh hinh|nghien cuu|nang cao|doi ngu|can bo|cong tac|phan cong|giam dinh|xet xu|dieu tra|trang bi"
    r"|ky nang|nop (?:bao cao|ho so|ve|len|cho|truoc|khi|gi)|phai nop|han nop|gui ve|hoi thi|dien tap|chuyen de|bien canh bao|pano|ap phich|to roi|to gap|chien dich|quy tac|hoi dong|pho cap|danh sach|tro cap|cap nhat"
    r"|phan mem|xay dung|phe duyet|chuc nang|chu de|noi dung|nguyen nhan|hau qua|dau hieu|nhan biet|tac hai|the nao la|bao mat|chi phi|quy bao tro|quan ly|ky cam ket|cam ket|dau tranh"
    r"|giai phap|quyen|hom thu|hop thu|be boi|duong loi|ban giao|phu trach mang|niem yet|duong day nong|so dien thoai|goi so nao|tong dai|tham muu|truong hop|muc (?:phat|tro)|giai boi|day con"
    r"|nuoi con|khong don roi|ky luat tich cuc|tiem (?:chung|gi|phong|vac)|kham suc khoe|cham soc (?:tre|suc khoe|thay the)|tu van (?:tam ly|hoc duong)|la viec cua ai|can do|lop day|day boi|hoc boi|cau lac bo|so tre|bao nhieu|nguy co|giam thieu|van dong|tong ket|so ket|to chuc|dien dan|thang hanh dong|chi dao|khen thuong|la gi|dinh nghia|khai niem"
    r"|plan|report|procedure|training|prevention|responsible|statistics|number of|guideline|policy|deadline|due|tasks?|which unit|who is|handle|awareness)"
)
"""The vocabulary of offices: procedures, figures, plans."""

ENGLISH = (
    r"\b(?:child(?:ren)?|kid|kids|boy|girl|baby|student|pupil|son|daughter|brother|sister|friend|i|i m|im|me|my|she|he)\b.{0,60}"
    r"\b(?:beat(?:s|en|ing)?|abus(?:ed|es|ing)|rap(?:ed|es|ing)|missing|touch(?:ed|es|ing)?|hurt(?:s|ing)?|hit(?:s|ting)?|kidnap\w*|lock(?:ed|s)?"
    r"|starv\w*|kill(?:ed|ing|s)?|drown(?:ing|ed)|die|dying|suicid\w*|molest\w*|bull(?:ied|ying)|abandon\w*|bleed\w*|unconscious|pregnant|forced?"
    r"|naked|nudes?|scared|threaten\w*|trafficked|poison\w*|burn(?:ed|t)|chok\w+|dragg\w+|slap\w*|whipp\w*|tied|chained|crying)\b"
    r"|\b(?:beats?|beating|hits?|hitting|touch(?:es|ed|ing)?|abus(?:es|ed|ing)|rap(?:es|ed|ing)|hurts?|kidnapp?(?:ed|ing)|lock(?:ed|s)?|dragg\w+|kill(?:ing|ed)?|molest\w*|forc(?:es|ed|ing)"
    r"|threaten\w*|abandon\w*|slap\w*|whip\w*|starv\w*|sold|selling|chok\w+)\b.{0,30}\b(?:me|child|kid|kids|boy|girl|baby|son|daughter|sister|brother|students?|children)\b"
    r"|\bhelp me\b|\bsave me\b|\bkill myself\b|\bwant to die\b|\bsuicide\b|\bnaked pic\w*|\bhurt(?:ing)? myself\b|\bcut(?:ting)? myself\b|\brun away from home\b"
)

SOMEBODY = (
    r"(?:chau|be|dua|thang (?:be|nho|cu|con|nhoc|oat)|nhoc|con (?:be|nho|toi|em|gai|trai|nha|no|minh|tui)|em (?:be|gai|trai|ho)|hoc tro|ban (?:em|chau|con|cung lop|ay|gai)"
    r"|may (?:dua|me con|chi em|anh em)|bon (?:em|tre|chau)|tui (?:em|con|nho)|(?:[1-9]|1[0-7])\s?(?:tuoi|t|thang tuoi)\b|lop (?:[1-9]|1[0-2])|so sinh|tre (?:moi|vua) (?:sinh|de)|tre con|con nit|nu sinh|nam sinh|no|(?:mot|hai|ba|\d) (?:tre|em)"
    r"|hoc sinh (?:cua|lop) (?:toi|minh|em)|con|gio (?:dung|co) tre|dau con|danh con|voi chau|me con)"
)
"""A certain child: officers who ask for their work hardly use these words."""

KIN = (
    r"(?:bo|me|cha|ba(?! (?:me|ma|con))|ma(?! tuy)|tia|bo me|cha me|duong|di ghe|me ke|cha duong|bo duong|ong noi|ong ngoai|ba noi|ba ngoai|ong chu|chu|bac|cau|anh (?:ho|ruot|re)|ong hang xom|hang xom|nha ben|thay|thay giao"
    r"|co giao|bao mau|ban trai|nguoi yeu|nguoi la|nguoi ta|vo|chong|ong ay|ong|ong bo|ai do)"
)
"""Those who are near a child."""

TROUBLE = (
    r"(?:tai khoan|mat khau|file|tep|bi loi|loi (?:file|mang|khong|he)|nham|sai|tre han|qua han|nhac|giao (?:viec|nham|trung)|phan cong|tra lai|may (?:tinh|bi) treo|mat mang|mo duoc|giao trung|thieu|phe binh|thay the|that lac|huy|quen (?:mat|ten|so)|dang ky"
    r"|dien thoai|may (?:tinh|bi)|link|tin nhan|chan bot|xoa|khoa tai|khong (?:mo|vao|tai|xem|nhan) duoc|doi don vi|bot)"
)
"""What happens to officers: nothing to call 111 for."""

CONDITION = r"(?:nhiem hiv|anh huong|khuyet (?:tat|x)|suy (?:dinh (?:duong|x)|x)|ton thuong|thiet thoi|(?:tan|di) (?:tat|x)|benh(?: (?:tim|ung thu|tay chan mieng|ho hap|truyen nhiem|hiem ngheo|man tinh))?(?: bam sinh)?|mo coi|han che|tac dong|ton hai|bo hoc|beo phi|(?:roi|x) loan|tu ki|tu ky|thua can|cong vong|(?:can|x) thi|tu ky|ngheo|that hoc|tai nan)"
"""What plans say children suffer from."""

ENGLISH_STORY = (
    r"\b(?:my (?:mother|mom|mum|father|dad|stepdad|stepfather|stepmother|stepmom|uncle|aunt|grandpa|brother|sister|teacher|classmates?|neighbou?r|boyfriend|friend|little \w+|\d+ year old|son|daughter|parents)"
    r"|(?:a|the|this|that|some|two|three|one) (?:little |young |small |\d+ year old )?(?:boy|girl|kid|kids|baby|newborn|child|toddler|teacher|man|students?)|i m (?:a kid|\d+|so|scared|being|not)|i am (?:\d+|being|scared|forced|a kid)"
    r"|he (?:is|was|has|s|will|keeps|always|made|makes|took|takes|tells|told|said|says|did|does|put|wants|raped|touche[sd]|hits?|beats?|comes|came)|(?:their|his|her) (?:\w+ )?(?:child|kid|kids|toddler|son|daughter|baby)|(?:kid|boy|girl|child) next door|(?:boys|men|people|guys|girls)\b.{0,30}\bme|she|they|someone|somebody|dont want to live|don t want to live)\b"
)
ENGLISH_OFFICE = (
    r"\b(?:plan|plans|report|reports|procedure|training|prevention|responsible|statistics|number of|guidelines?|polic(?:y|ies)|deadlines?|due|tasks?|which|who is|who leads|what|when|handle|awareness|inspect\w*"
    r"|campaign|budget|unit|agency|duties|meeting|file|account|bot)\b"
)
