"""The hall of the demo's fairs and what goes on there: zones with their crafts, areas, the programme."""

from decimal import Decimal
from typing import Final

from exhibitions.plan.facade import AreaWish, ProgrammeKind

#: Letter, name in three languages, colour, crafts, rows, stalls in a row, price, corner. Each craft of the
#: demo's groups has its zone.
ZONES: Final = (
    (
        "A",
        "Weaves and embroidery",
        "बुनाई और कढ़ाई",
        "بُنائی اور کڑھائی",
        1,
        ("pashmina", "kani", "sozni", "crewel", "aari", "tilla", "hill-wool"),
        2,
        3,
        6000,
        2,
        3,
    ),
    (
        "B",
        "Carpets and felt",
        "कालीन और नमदा",
        "قالین اور نمدہ",
        2,
        ("knotted-carpet", "namda", "gabba"),
        2,
        2,
        7500,
        2,
        15,
    ),
    (
        "C",
        "Wood, willow, copper",
        "लकड़ी, बेंत, तांबा",
        "لکڑی، بید، تانبا",
        3,
        ("walnut-carving", "chikri", "willow", "bat-making", "copper"),
        2,
        3,
        5500,
        12,
        15,
    ),
    (
        "D",
        "Saffron and foods",
        "केसर और खाद्य",
        "زعفران اور کھانے",
        4,
        (
            "saffron",
            "spices-kehwa",
            "honey",
            "dried-fruit",
            "rajmash",
            "rice",
            "pickle-preserve",
            "kaladi",
        ),
        2,
        4,
        5000,
        14,
        3,
    ),
    (
        "E",
        "Papier-mâché, lavender",
        "पेपर माशे, लैवेंडर",
        "پیپر ماشی، لیونڈر",
        5,
        ("papier-mache", "basohli-painting", "lavender"),
        2,
        2,
        5500,
        25,
        15,
    ),
)
AREAS: Final = (
    AreaWish("Live weaving", Decimal(29), Decimal(3), Decimal(6), Decimal(7), "बुनाई देखें", "بُنائی دیکھیں"),
    AreaWish(
        "Cash and courier desk", Decimal(6), Decimal(23), name_hi="नकद और कूरियर", name_ur="نقد اور کوریئر"
    ),
    AreaWish(
        "Food court, toilets, first aid", Decimal(26), Decimal(23), name_hi="खाना, शौचालय, प्राथमिक उपचार"
    ),
)
PROGRAMME: Final = (
    (
        (0, "11:00", "12:00", ProgrammeKind.OPENING, "Stage"),
        ("Opening with the rouf dance", "रौफ़ नृत्य के साथ उद्घाटन", "روف رقص کے ساتھ افتتاح"),
    ),
    (
        (0, "15:00", "17:00", ProgrammeKind.LIVE_CRAFT, "Live weaving"),
        ("Kani weaving on the loom", "करघे पर कानी बुनाई", "کھڈی پر کانی بُنائی"),
    ),
    (
        (1, "12:00", "13:30", ProgrammeKind.WORKSHOP, "E1"),
        ("Paint a papier-mâché box", "पेपर माशे का डिब्बा रंगें", "پیپر ماشی کا ڈبہ رنگیں"),
    ),
    (
        (1, "18:00", "19:30", ProgrammeKind.STAGE, "Stage"),
        ("Dogri songs and geetru", "डोगरी गीत और गीतड़ू", "ڈوگری گیت اور گیتڑو"),
    ),
    (
        (4, "16:00", "17:00", ProgrammeKind.TALK, "D1"),
        ("How to tell real saffron", "असली केसर कैसे पहचानें", "اصلی زعفران کیسے پہچانیں"),
    ),
    (
        (9, "19:00", "20:00", ProgrammeKind.OPENING, "Stage"),
        ("Closing, thanks to the groups", "समापन, समूहों का धन्यवाद", "اختتام، گروپوں کا شکریہ"),
    ),
)
