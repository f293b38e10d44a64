"""Word lists of the citation check; data only, folded as it is read so that it can be written as people spell."""

from vectorstore.arabic import fold

# Words that state nothing by themselves. Opposites (قبل/بعد, داخل/خارج, أكثر/أقل), quantifiers (كل, بعض, فقط) and
# negations are not here: to add or exchange one of them changes what is said.
STOP_WORDS = frozenset(
    fold(
        "في من إلى على عن مع أو أم ثم أن أنه أنها أنهم إذ إذا كما كذلك أيضا حيث بحيث لكي كي حتى هو هي هم هما هن نحن "
        "أنا هذا هذه هذان هاتين هؤلاء ذلك تلك هناك هنا الذي التي الذين اللذين اللتين اللواتي ما ماذا مما بما فيما "
        "لما كيف متى كان كانت كانوا يكون تكون يكن تكن سيكون ستكون كون تم يتم سيتم تمت قد لقد سوف أي أيا به بها بهم "
        "فيه فيها فيهم منه منها منهم له لها لهم عنه عنها عليه عليها عليهم إليه إليها لديه لديها لدى عند عندما حين "
        "حينما بينما خلال أثناء عبر حول نحو بين وفق وفقا بحسب حسب بسبب نتيجة لأن لأنه لأنها لكن لكنه لكنها بل أما "
        "بأن بأنه بأنها أجل ضمن تجاه كأنه نفس نفسه نفسها ذاته ذاتها بشأن جراء إزاء رغم سواء بن ابن آل نعم يا إياه "
        "كلا كلتا الآن قال قالت يقول تقول قوله قولها أكد أكدت يؤكد تؤكد مؤكدا مؤكدة أعلن أعلنت يعلن تعلن ذكر ذكرت "
        "يذكر تذكر أوضح أوضحت يوضح توضح موضحا موضحة أضاف أضافت يضيف تضيف مضيفا مضيفة أشار أشارت يشير تشير مشيرا "
        "مشيرة أفاد أفادت يفيد تفيد صرح صرحت بين بينت يبين تبين لفت لفتت كشف كشفت ورد جاء جاءت يأتي تأتي المقال مقال "
        "النص نص الخبر المقطع المقاطع مقطع الفقرة السؤال الجواب التالية التالي الآتي الآتية يلي a an the of in on at "
        "to for from by with and or but as is are was were be been being has have had it its they their them he she "
        "his her him this that these those there which who whom whose what when where while than then so such also "
        "will would can could may might should do does did said says say according i we you our your"
    ).split()
)

# General words that an answer joins its facts with: they may be missing from the passages, up to the least share.
LOOSE_WORDS = frozenset(
    fold(
        "هدف يهدف تهدف بهدف سعى يسعى تسعى سبب أسباب موضوع مسألة أمر شمل يشمل تشمل تضمن يتضمن تتضمن مثل يمثل تمثل أهم "
        "أبرز شكل مجال مجالات إطار سياق بفضل خاص خاصة شخص أشخاص مكان عام سنة يوم تاريخ قام قامت يقوم تقوم سيقوم "
        "ستقوم قيام جرى جرت حدث حدثت وقع وقعت أصبح أصبحت وصف وصفه اعتبر اعتبرت يعني يعكس تعكس أثر غرض طريق جانب نقاط "
        "تفاصيل عدة يدعى المدعو اسم اسمه المسمى مقارنة بالمقارنة متحدة المتحدة reason because aim aims aimed goal "
        "include includes including about named called year day place person way"
    ).split()
)

# Words that a wrong answer would exchange for their opposites: no other form of the same root stands for them.
EXACT_WORDS = frozenset(
    fold(
        "قبل بعد فوق تحت داخل خارج ضد أمام وراء خلف أكثر أقل كل جميع بعض معظم فقط منذ أول آخر الأول الأخير أولى أعلى "
        "أدنى شمال جنوب شرق غرب يمين يسار before after above below inside outside against more less all some most "
        "only since first last north south east west"
    ).split()
)

# Names that would be taken for other words once what looks like an ending or a prefix is gone; without «ال».
NAMES = frozenset(
    fold(
        "لبنان سودان عمان إيران يابان يونان باكستان أفغانستان كردستان بحرين فلسطين صين أردن يمن تونس يونس بغداد "
        "باريس برلين بيروت لندن كابول كييف فيينا رمضان سليمان عثمان حسين ياسين بوتين بايدن ترامب"
    ).split()
)

# Groups of words that may stand for one another, beside those of `vectorstore.lexicon`.
SYNONYMS = tuple(
    frozenset(fold(group).split())
    for group in (
        "بالمئة بالمائة المئة المائة مئوية",
        "أمريكا الولايات",
        "شباط فبراير",
        "آذار مارس",
        "نيسان أبريل",
        "أيار مايو",
        "حزيران يونيو",
        "تموز يوليو",
        "آب أغسطس",
        "أيلول سبتمبر",
    )
)

# Months by number, for dates written in digits.
MONTHS = {
    fold(name): number
    for number, names in enumerate(
        "يناير january,فبراير شباط february,مارس آذار march,أبريل نيسان april,مايو أيار,يونيو حزيران june,"
        "يوليو تموز july,أغسطس august,سبتمبر أيلول september,أكتوبر october,نوفمبر november,ديسمبر december".split(","),
        start=1,
    )
    for name in names.split()
}
