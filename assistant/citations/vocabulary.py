"""Word lists of the citation check; data only, folded as it is read so that it can be written as people spell."""

from vectorstore.language.arabic import fold

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

# Groups of words that may stand for one another, beside those of `vectorstore.language.lexicon`.
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

# English words that are written as names and have no name in Arabic for a counterpart: titles, institutions, calendars.
NO_NAMES = frozenset(
    "i a an the of and in on for to al el abu bin ibn umm bou monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december ramadan eid hajj islam "
    "minister ministry ministers president presidency prime governor governorate mayor university college institute "
    "school hospital council court committee commission centre center office department agency authority company "
    "corporation bank fund union league association federation foundation organization organisation society club front "
    "party movement army navy police force forces guard government parliament senate house general secretary director "
    "deputy chief head chairman doctor professor dr mr mrs ms st engineer captain colonel lieutenant major sergeant "
    "sheikh king queen prince princess bishop father judge justice ambassador north south east west northern southern "
    "eastern western central middle new old great greater upper lower grand national international european economic "
    "social public general first second third street square road bridge river valley mountain mountains mount plain "
    "sea "
    "gulf ocean island islands port ports lake desert city town village district province state states united nations "
    "kingdom republic emirates article law act room path credit crescent cross red green greens white black blue gold "
    "technology science sciences health medical education defence defense interior foreign affairs finance agriculture "
    "energy water oil gas electricity transport culture arts sports youth trade industry labour labor environment "
    "communications information media development security human rights world cup prize award championship festival "
    "museum theatre theater library stadium airport station television radio news agency times post media research "
    "studies centre project programme program plan english arabic latin western free appeal appeals cassation medicine "
    "supreme constitutional high criminal special joint coast guard heritage archaeology antiquities tourism "
    "statistics "
    "academy assembly board chamber commerce exchange stock market peace accord agreement treaty declaration "
    "conference "
    "summit forum initiative operation war revolution day week year season premier professional super olympic olympics "
    "games final quran koran bible god holy".split()
)

# English words that open sentences and are no names, though a singular verb may follow.
OPENING_WORDS = frozenset(
    "he she it this that these those there here what which who whose where when why how one two three each every "
    "either neither another nobody nothing everyone everything someone something anyone none all some most many much "
    "more less no not only both its his her their our my your if as at by with from after before since until while "
    "because although though during under over between about according work water food money funding construction "
    "production demand supply rain rainfall snow traffic power fuel oil gas attendance turnout spending pay training "
    "research treatment access entry admission half part today yesterday tomorrow nearly almost about around just "
    "whoever whatever then now so but or yes was is were are has had did does do will would can could may might".split()
)

# Names that Arabic does not spell after their sound, by what they begin with there.
EXONYMS = {
    name: tuple(fold(arabic).split())
    for line in (
        "abdul abdel abdal:عبد,egypt egypti egyptian:مصر,cairo:قاهر,morocco morocc moroccan:مغرب مغارب,"
        "algeria algiers algeri:جزائر,greece greek greeks:يونان,germany german germ:المان,"
        "austria austri:نمسا نمساو,hungary hungari:مجر,india indi indian:هند,jordan jordani:اردن,"
        "libya liby:ليب,casablanca:بيضاء,brussels:بروكس,constantine:قسنطين,aleppo:حلب,damascus:دمشق,"
        "beirut:بيروت,jerusalem:قدس اورشليم,nablus:نابلس,hebron:خليل,bethlehem:بيت,acre:عكا,jaffa:يافا,"
        "gaza:غز,tyre:صور,sidon:صيدا,tripoli:طرابلس,mecca:مك,medina:مدين,muscat:مسقط,oman:عمان,sanaa:صنعاء,"
        "aden:عدن,euphrates:فرات,tigris:دجل,nile:نيل,mediterranean:متوسط,venice:بندقي,athens:اثينا,"
        "vienna:فيينا,warsaw:وارسو,geneva:جنيف,london:لندن,paris:باريس,france french:فرنس,"
        "france frenchman:فرنس,spain spanish span:اسبان,italy italian ital:ايطال,britain british brit:بريطان,"
        "england english engl:انجل انكل,scotland scottish:اسكتلند,ireland irish:ايرلند,"
        "switzerland swiss sw:سويسر,sweden swedish swed:سويد,norway norwegian norweg:نرويج,"
        "denmark danish dan:دنمارك دانمارك,netherlands dutch holland:هولند,belgium belgian belg:بلجيك,"
        "poland polish pol:بولند بولون,turkey turkish turk:ترك,china chinese chin:صين,"
        "japan japanese jap:يابان,korea korean:كور,russia russian russ:روس,ukraine ukrainian:اوكران,"
        "america americ american:امريك اميرك,europe europe european:اوروب اورب,asia asian as:اسيا اسيو,"
        "africa afric african:افريق,arab arabs arabia arabian:عرب,saudi saudis:سعود,kuwait kuwait:كويت,"
        "qatar:قطر,bahrain:بحرين,yemen:يمن,syria syri:سور,lebanon lebanese leban:لبنان,iraq:عراق,"
        "iran persian pers:ايران فارس,israel:اسرائيل,palestine palestin palestinian:فلسطين,"
        "kurd kurdish kurds kurdistan:كرد كورد,chechnya chechen:شيشان,cyprus cypriot:قبرص,"
        "georgia georgi:جورجيا,armenia armeni armenian:ارمن ارمين,ethiopia ethiopi:اثيوب حبش,"
        "eritrea eritr eritrean:ارتر اريتر,djibouti djibouti:جيبوت,tanzania tanzani:تنزان,"
        "kazakhstan kazakh:كازاخ قازاق,christian christians christ:مسيح,muslim muslims:مسلم اسلام,"
        "jewish jews jew:يهود,catholic:كاثوليك,orthodox:ارثوذكس,pentagon:بنتاج بنتاغ وزار,"
        "isis daesh:داعش دول,hezbollah:حزب,vatican:فاتيكان,kremlin:كرملين,hague:لاهاي,joseph:يوسف,"
        "john:يوحنا جون,jesus:يسوع عيسى,moses:موسى,abraham:ابراهيم,david:داود دافيد ديفيد,jacob:يعقوب,"
        "oriental orient:شرق,jordanian:اردن,moor moorish:مور مغرب"
    ).split(",")
    for names, _, arabic in (line.partition(":"),)
    for name in names.split()
}
